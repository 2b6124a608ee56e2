#include "translate/touch.h"

#include <algorithm>

#include "translate/glue_touch.h"
#include "translate/lake_touch.h"
#include "translate/readable.h"
#include "translate/reasons.h"
#include "translate/record.h"
#include "translate/resources.h"
#include "translate/state_change_touch.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::Scope;

constexpr std::string_view glue_source = "glue.amazonaws.com";
constexpr std::string_view lake_source = "lakeformation.amazonaws.com";

Touch ignore(std::string reason) { return {.ignored = std::move(reason)}; }

Touch malformed(const model::Event& event, Error error) {
  error.operation = "read CloudTrail record";
  error.subject = event.event_id;
  error.hint =
      "look at it with: lakemirror events show " + event.event_id + "; then skip it, or run lakemirror sync";
  return {.malformed = std::move(error)};
}

/// BatchDeleteTable succeeds as a whole and names in its answer the tables it did not delete. The source may
/// never have had one of these: touching it would delete a table of that name that only the target has. A
/// table that was asked for twice and failed once was deleted, so each error takes one scope away.
void leave_out_failed_tables(const Record& record, std::vector<Scope>& scopes) {
  const auto* errors = record.response_list("errors");
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

Touch touch_glue(const Record& record, const GlueEvent& event, const TouchContext& context) {
  if (auto reason = reason_of_failure(record)) return ignore(std::move(*reason));
  if (auto reason = reason_of_other_catalog(record, context, Nested::no)) return ignore(std::move(*reason));
  auto scopes = scopes_of(record, event);
  if (scopes.empty()) return ignore(std::string(every_item_failed));
  return {.scopes = std::move(scopes)};
}

Touch touch_lake(const Record& record, const LakeEvent& event, const TouchContext& context) {
  if (auto reason = reason_of_failure(record)) return ignore(std::move(*reason));
  if (auto reason = reason_of_other_catalog(record, context, event.nested)) return ignore(std::move(*reason));
  return event.touch({.record = record, .name = event.name, .account = followed_account(record, context)});
}

/// Which service's event it is, of those that are replicated; both absent when it is none.
struct KnownEvent {
  const GlueEvent* glue = nullptr;
  const LakeEvent* lake = nullptr;
  explicit operator bool() const { return glue != nullptr || lake != nullptr; }
};

KnownEvent find_event(std::string_view source, std::string_view name) {
  if (source == glue_source) return {.glue = find_glue_event(name)};
  if (source == lake_source) return {.lake = find_lake_event(name)};
  return {};
}

/// The envelope of a record and the record itself both tell the event. Where one of them was damaged the
/// other may still name one that is replicated.
KnownEvent find_event(const model::Event& event, const Record& record) {
  for (const auto source : {std::string_view(event.event_source), record.text("eventSource")}) {
    for (const auto name : {std::string_view(event.event_name), record.text("eventName")}) {
      if (const auto known = find_event(source, name)) return known;
    }
  }
  return {};
}

std::string reason_to_ignore(std::string_view source, std::string_view name) {
  if (source == glue_source) return reason_to_ignore_glue(name);
  if (source == lake_source) return reason_to_ignore_lake(name);
  return std::string(source) + " is not replicated by this version";
}

}  // namespace

Touch touch(const model::Event& event, const TouchContext& context) {
  auto record = Record::parse(event.record);
  if (!record) return malformed(event, record.error());
  if (is_state_change(event, *record)) {
    auto touched = touch_state_change(*record, context);
    if (touched.malformed) return malformed(event, std::move(*touched.malformed));
    return touched;
  }
  if (const auto known = find_event(event, *record)) {
    // A call that failed changed nothing, wherever it was made.
    auto place = reason_of_failure(*record) ? std::nullopt : unreadable_place(*record);
    if (place) return malformed(event, std::move(*place));
    if (auto reason = reason_of_own_call(*record, context.own)) return ignore(std::move(*reason));
    return known.glue != nullptr ? touch_glue(*record, *known.glue, context)
                                 : touch_lake(*record, *known.lake, context);
  }
  const std::string_view name =
      event.event_name.empty() ? record->text("eventName") : std::string_view(event.event_name);
  const std::string_view source =
      event.event_source.empty() ? record->text("eventSource") : std::string_view(event.event_source);
  if (!can_be_event_name(name))
    return malformed(event, {.kind = ErrorKind::invalid, .message = "it names no event"});
  if (!can_be_service(source))
    return malformed(event, {.kind = ErrorKind::invalid, .message = "it names no service"});
  return ignore(reason_to_ignore(source, name));
}

std::vector<std::string_view> event_names() {
  std::vector<std::string_view> names;
  for (const auto& event : glue_events()) names.push_back(event.name);
  for (const auto& event : lake_events()) names.push_back(event.name);
  return names;
}

}  // namespace lakemirror::translate
