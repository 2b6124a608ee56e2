#include "permissions/recorded_request.h"

#include <set>
#include <string>

#include "base/text.h"
#include "permissions/structure_reader.h"

namespace lakemirror::permissions {

namespace {

using Action = RecordedRequest::Action;

Result<RecordedRequest> read_request(Action action, const json::value& value, std::string_view own_account) {
  LM_TRY(Grant grant, read_grant(value, own_account));
  return RecordedRequest{action, std::move(grant)};
}

const json::value* member_ignoring_case(const json::value& value, std::string_view name) {
  const json::object* object = value.if_object();
  if (object == nullptr) return nullptr;
  for (const auto& member : *object) {
    if (equal_ignoring_case(member.key(), name)) return &member.value();
  }
  return nullptr;
}

std::string id_of(const json::value* entry) {
  const json::value* id = entry == nullptr ? nullptr : member_ignoring_case(*entry, "Id");
  return id == nullptr || !id->is_string() ? std::string() : std::string(id->get_string());
}

/// A list that a structure may have; empty when it is absent or no list.
const json::array& list_at(const json::value& value, std::string_view name) {
  static const json::array none;
  const json::value* member = member_ignoring_case(value, name);
  const json::array* list = member == nullptr ? nullptr : member->if_array();
  return list == nullptr ? none : *list;
}

std::set<std::string> failed_ids(const json::value& response_elements) {
  std::set<std::string> ids;
  for (const json::value& failure : list_at(response_elements, "Failures"))
    ids.insert(id_of(member_ignoring_case(failure, "RequestEntry")));
  return ids;
}

/// The catalog of the whole batch is that of each entry.
json::value with_catalog(const json::value& entry, const StructureReader& batch) {
  json::value out = entry;
  const json::value* catalog = batch.find("CatalogId");
  if (catalog != nullptr && out.is_object()) out.get_object()["CatalogId"] = *catalog;
  return out;
}

Result<std::vector<Result<RecordedRequest>>> read_batch(Action action, const json::value& parameters,
                                                        const json::value& response_elements,
                                                        std::string_view own_account) {
  static constexpr std::string_view known[] = {"CatalogId", "Entries"};
  LM_TRY(const StructureReader batch, StructureReader::open(parameters, {}, known));
  const json::value* entries = batch.find("Entries");
  if (entries == nullptr || !entries->is_array()) return batch.wrong("Entries", "is no list");
  const std::set<std::string> failed = failed_ids(response_elements);
  if (failed.contains("")) return batch.wrong("Failures", "names an entry without its Id");
  std::vector<Result<RecordedRequest>> requests;
  for (const json::value& entry : entries->get_array()) {
    if (!failed.contains(id_of(&entry)))
      requests.push_back(read_request(action, with_catalog(entry, batch), own_account));
  }
  return requests;
}

}  // namespace

std::vector<Result<RecordedRequest>> read_record(std::string_view event_name,
                                                 const json::value& request_parameters,
                                                 const json::value& response_elements,
                                                 std::string_view own_account) {
  if (event_name == "GrantPermissions") return {read_request(Action::grant, request_parameters, own_account)};
  if (event_name == "RevokePermissions")
    return {read_request(Action::revoke, request_parameters, own_account)};
  if (event_name != "BatchGrantPermissions" && event_name != "BatchRevokePermissions") {
    return {fail({.kind = ErrorKind::invalid,
                  .operation = "read permissions",
                  .subject = std::string(event_name),
                  .message = "neither grants nor revokes"})};
  }
  const Action action = event_name == "BatchGrantPermissions" ? Action::grant : Action::revoke;
  auto requests = read_batch(action, request_parameters, response_elements, own_account);
  if (!requests) return {fail(std::move(requests).error())};
  return std::move(*requests);
}

}  // namespace lakemirror::permissions
