#include "cli/check_lake_formation.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/setup.h"
#include "mapping/mapping.h"

namespace lakemirror::cli {

namespace {

constexpr auto lake_formation = api::Service::lakeformation;
constexpr std::size_t most_named = 5;  ///< in a line that is still read

std::string some_of(const std::vector<std::string>& names) {
  const auto shown = std::min(names.size(), most_named);
  auto text = join(std::vector<std::string>(names.begin(), names.begin() + static_cast<long>(shown)), ", ");
  return names.size() > shown ? text + fmt::format(" and {} more", names.size() - shown) : text;
}

bool is_among(const json::object& settings, std::string_view list, const aws::PrincipalNames& us) {
  const auto* admins = array_at(settings, list);
  return admins != nullptr && std::any_of(admins->begin(), admins->end(), [&](const json::value& admin) {
           return admin.is_object() &&
                  us.contains(text_or(admin.get_object(), "DataLakePrincipalIdentifier"));
         });
}

/// Whether we are in one of these lists of the data lake settings.
Result<std::string> find_us(const CheckedSide& side, const std::vector<std::string_view>& lists,
                            const std::string& otherwise, const std::string& hint) {
  LM_TRY(const json::object answer, side.client->call(lake_formation, "GetDataLakeSettings", {}));
  const auto* settings = object_at(answer, "DataLakeSettings");
  for (const auto list : lists) {
    if (settings != nullptr && is_among(*settings, list, side.identity.principals()))
      return side.identity.arn + " is among " + std::string(list);
  }
  return fail({.kind = ErrorKind::denied, .message = side.identity.arn + " " + otherwise, .hint = hint});
}

Result<std::vector<std::string>> registered_at(const CheckedSide& side) {
  std::vector<std::string> arns;
  LM_CHECK(aws::for_each_page(*side.client, lake_formation, "ListResources", {{"MaxResults", 1000}},
                              [&](json::object& page) -> Result<bool> {
                                if (const auto* list = array_at(page, "ResourceInfoList")) {
                                  for (const auto& info : *list) {
                                    if (info.is_object())
                                      arns.emplace_back(text_or(info.get_object(), "ResourceArn"));
                                  }
                                }
                                return true;
                              }));
  return arns;
}

Result<std::string> compare_locations(const mapping::Mapping& mapping, const CheckedSide& source,
                                      const CheckedSide& target) {
  LM_TRY(const auto here, registered_at(source));
  LM_TRY(const auto there, registered_at(target));
  const std::set<std::string> known(there.begin(), there.end());
  std::vector<std::string> unmapped, missing;
  for (const auto& arn : here) {
    const auto wanted = mapping.location_arn(arn, &unmapped);
    if (!known.contains(wanted)) missing.push_back(wanted);
  }
  if (!unmapped.empty()) {
    return fail({.kind = ErrorKind::invalid,
                 .message = "no rule maps registered locations: " + some_of(unmapped),
                 .hint = "add their buckets to S3BucketMapping"});
  }
  if (!missing.empty()) {
    return fail({.kind = ErrorKind::missing,
                 .message = "not registered at the target yet: " + some_of(missing),
                 .hint = "lakemirror sync registers them; their buckets and roles must exist"});
  }
  return fmt::format("{} at the source, all registered at the target", here.size());
}

/// Only a refusal tells whom the target does not know: Lake Formation has no call that asks.
Result<std::string> unknown_principals(Context& context, const config::Configuration& configuration) {
  LM_TRY(const auto journal, open_journal(context, configuration));
  LM_TRY(const auto parked, journal->list({.flag = model::ProcessedFlag::parked, .limit = 1000}));
  std::vector<std::string> refused;
  for (const auto& entry : parked) {
    if (entry.error.find("Invalid principal") != std::string::npos && !entry.keys.empty())
      refused.push_back(entry.keys.front());
  }
  if (refused.empty()) return std::string("none was refused by the target");
  return fail({.kind = ErrorKind::denied,
               .message = "the target does not know the principals of: " + some_of(refused),
               .hint = "create them in the target's account; parked entries are retried by themselves"});
}

/// One read that replication cannot do without: refused, it parks every entry.
Result<std::string> permissions_answer(const CheckedSide& side) {
  const auto page = side.client->call(lake_formation, "ListPermissions", {{"MaxResults", 1}});
  if (page) return std::string("ListPermissions answers");
  Error error = page.error();
  error.hint += std::string(error.hint.empty() ? "" : ", ") +
                "or set lake_formation = False if only the catalog is to be replicated";
  return fail(std::move(error));
}

}  // namespace

void check_lake_formation(Context& context, Findings& findings, const config::Configuration& configuration,
                          const CheckedSide& source, const CheckedSide& target) {
  findings.check("source permissions", [&] { return permissions_answer(source); });
  findings.check("target permissions", [&] { return permissions_answer(target); });
  findings.advise("target administrator", [&] {
    return find_us(target, {"DataLakeAdmins"}, "is no data lake administrator of the target",
                   "add it to DataLakeAdmins there: without, grants are refused");
  });
  findings.advise("source visibility", [&] {
    return find_us(source, {"DataLakeAdmins", "ReadOnlyAdmins"},
                   "is no administrator of the source, so what it does not see is not taken for revoked",
                   "add it to ReadOnlyAdmins there, or set lake_formation = False");
  });
  const mapping::Mapping mapping(
      mapping_settings(configuration, source.identity.account, target.identity.account));
  findings.advise("registered locations", [&] { return compare_locations(mapping, source, target); });
  findings.advise("principals", [&] { return unknown_principals(context, configuration); });
}

}  // namespace lakemirror::cli
