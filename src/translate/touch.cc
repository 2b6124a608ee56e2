#include "translate/touch.h"

#include <algorithm>
#include <array>

#include "translate/glue_touch.h"
#include "translate/record.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::Scope;

Touch ignore(std::string reason) { return {.ignored = std::move(reason)}; }

/// How the codes begin that say the service gave up in the middle. With and without "Exception" both are
/// seen.
constexpr std::array<std::string_view, 7> gave_up = {
    "OperationTimeout", "RequestTimeout",     "InternalService", "InternalServer",
    "InternalFailure",  "ServiceUnavailable", "InternalError"};

/// A failed call changed nothing, unless the service gave up in the middle: then it may have taken effect.
bool may_have_taken_effect(std::string_view error_code) {
  return std::any_of(gave_up.begin(), gave_up.end(),
                     [&](const auto begin) { return error_code.starts_with(begin); });
}

/// BatchDeleteTable succeeds as a whole and names in its answer the tables it did not delete. The source may
/// never have had one of these: touching it would delete a table of that name that only the target has. A
/// table that was asked for twice and failed once was deleted, so each error takes one scope away.
void leave_out_failed_tables(const Record& record, std::vector<Scope>& scopes) {
  const auto* errors = record.item_errors();
  if (errors == nullptr) return;
  for (const auto& element : *errors) {
    const auto table = element.is_object() ? name_at(element.get_object(), "tableName") : std::nullopt;
    if (!table) continue;
    const auto failed = std::find_if(scopes.begin(), scopes.end(), [&](const Scope& scope) {
      return scope.key == Key::table(scope.key.database_name(), *table);
    });
    if (failed != scopes.end()) scopes.erase(failed);
  }
}

/// The catalog a record speaks of: the one it names, else the account's own.
std::optional<std::string> reason_of_other_catalog(const Record& record, const TouchContext& context) {
  const auto catalog = record.catalog_id();
  const auto account = context.source_account.empty() ? std::string(record.text("recipientAccountId"))
                                                      : context.source_account;
  if (!catalog.empty() && !account.empty() && catalog != account) {
    return "catalog " + std::string(catalog) + " is not the one that is followed";
  }
  const auto region = record.text("awsRegion");
  if (!region.empty() && !context.source_region.empty() && region != context.source_region) {
    return "Region " + std::string(region) + " is not the one that is followed";
  }
  return std::nullopt;
}

/// Empty when the record says that nothing it asked for came about.
std::vector<Scope> scopes_of(const Record& record, const GlueEvent& event) {
  if (const auto* request = record.request()) {
    if (auto scopes = event.scopes(*request)) {
      if (event.name == "BatchDeleteTable") leave_out_failed_tables(record, *scopes);
      return std::move(*scopes);
    }
  }
  if (auto key = key_of_resources(record)) {
    // Nobody has seen whether the resources of a batch name every table it deletes: the whole database is
    // looked at.
    if (event.name == "BatchDeleteTable" && key->kind() == model::KeyKind::table) key = key->parent();
    // An event about tables whose resources name only the database says nothing about which table it was.
    const bool is_deep_enough =
        key->kind() == model::KeyKind::table || event.name.find("Database") != std::string_view::npos;
    return {{std::move(*key), event.subtree_of_resource || !is_deep_enough}};
  }
  return {{Key(), true}};
}

}  // namespace

Touch touch(const model::Event& event, const TouchContext& context) {
  auto record = Record::parse(event.record);
  if (!record) {
    Error error = record.error();
    error.operation = "read CloudTrail record";
    error.subject = event.event_id;
    error.hint = "look at it with: lakemirror events show " + event.event_id +
                 "; then skip it, or run lakemirror sync";
    return {.malformed = std::move(error)};
  }
  const std::string name =
      event.event_name.empty() ? std::string(record->text("eventName")) : event.event_name;
  const std::string source =
      event.event_source.empty() ? std::string(record->text("eventSource")) : event.event_source;
  if (name.empty()) {
    return {.malformed = Error{.kind = ErrorKind::invalid,
                               .operation = "read CloudTrail record",
                               .subject = event.event_id,
                               .message = "it names no event",
                               .hint = "look at it with: lakemirror events show " + event.event_id}};
  }
  if (source != "glue.amazonaws.com") return ignore(source + " is not replicated by this version");
  const auto* known = find_glue_event(name);
  if (known == nullptr) return ignore(reason_to_ignore(name));
  const auto error_code = record->text("errorCode");
  if (!error_code.empty() && !may_have_taken_effect(error_code)) {
    return ignore("the call failed at the source: " + std::string(error_code));
  }
  if (auto reason = reason_of_other_catalog(*record, context)) return ignore(std::move(*reason));
  auto scopes = scopes_of(*record, *known);
  if (scopes.empty()) return ignore("every item of the call failed at the source");
  return {.scopes = std::move(scopes)};
}

}  // namespace lakemirror::translate
