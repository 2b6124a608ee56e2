#include <algorithm>

#include "base/text.h"
#include "translate/lake_touch.h"
#include "translate/readable.h"
#include "translate/resources.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::KeyKind;

/// The folded keys of the tags asked for; absent when one cannot be read.
std::optional<std::vector<std::string>> tags_of(const json::object& request) {
  const auto* list = find_member(request, "lFTags");
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<std::string> tags;
  for (const auto& element : list->get_array()) {
    const auto tag = element.is_object() ? name_at(element.get_object(), "tagKey") : std::nullopt;
    if (!tag) return std::nullopt;
    tags.push_back(fold(*tag));
  }
  return tags;
}

/// Each failure takes one tag away: one asked for twice that failed once was put on.
bool all_tags_failed(const LakeCall& call, const json::object& request) {
  const auto* failures = call.record.response_list("failures");
  auto tags = tags_of(request);
  if (failures == nullptr || !tags || tags->empty()) return false;
  for (const auto& element : *failures) {
    const auto* pair = element.is_object() ? object_in(element.get_object(), "lFTag") : nullptr;
    const auto tag = pair == nullptr ? std::nullopt : name_at(*pair, "tagKey");
    const auto failed = tag ? std::ranges::find(*tags, fold(*tag)) : tags->end();
    if (failed != tags->end()) tags->erase(failed);
  }
  return tags->empty();
}

/// Collects the objects that the members of a resource name.
class Objects {
 public:
  explicit Objects(std::string_view account) : account_(account) {}

  void add(std::string_view member, const json::value& value) {
    if (value.is_null()) return;
    if (equal_ignoring_case(member, "catalog")) {
      ignored_ = "LF-tags of a whole catalog are not replicated by this version";
    } else if (equal_ignoring_case(member, "database")) {
      add_database(value.if_object());
    } else if (equal_ignoring_case(member, "table") || equal_ignoring_case(member, "tableWithColumns")) {
      add_table(value.if_object());
    } else {
      add_all_of(Key(), "the record names something else than a database or table");
    }
  }

  Touch take() && {
    if (touched_.touches()) return std::move(touched_);
    if (!ignored_.empty()) return {.ignored = std::move(ignored_)};
    add_all_of(Key(), "the record does not name the resource");
    return std::move(touched_);
  }

 private:
  void add_database(const json::object* database) {
    if (database == nullptr) return add_all_of(Key(), "the record does not show the database");
    if (!is_own(*database)) return;
    const auto name = name_at(*database, "name");
    if (!name) return add_all_of(Key(), "the record does not name the database");
    touched_.scopes.push_back({Key::assignment(Key::database(*name)), false});
  }

  /// The tags of columns are kept with those of their table.
  void add_table(const json::object* table) {
    if (table == nullptr) return add_all_of(Key(), "the record does not show the table");
    if (!is_own(*table)) return;
    const auto database = name_at(*table, "databaseName");
    if (!database) return add_all_of(Key(), "the record does not name the database");
    const auto* wildcard = find_member(*table, "tableWildcard");
    const auto name = name_at(*table, "name");
    // A wildcard is refused (seen). If one was not, any table of the database may have been meant.
    if (!name || *name == "ALL_TABLES" || (wildcard != nullptr && !wildcard->is_null()))
      return add_all_of(Key::database(*database), "the record does not name the table");
    touched_.scopes.push_back({Key::assignment(Key::table(*database, *name)), false});
  }

  bool is_own(const json::object& object) {
    const auto catalog = name_at(object, "catalogId");
    if (!catalog || is_followed(*catalog, account_)) return true;
    if (!can_be_catalog(*catalog)) {
      add_all_of(Key(), "the record's catalogId cannot be one");
      return false;
    }
    ignored_ = reason_of_catalog(*catalog);
    return false;
  }

  void add_all_of(Key key, std::string why) {
    touched_.unnamed.push_back({KeyKind::assignment, std::move(key), std::move(why)});
  }

  std::string_view account_;
  Touch touched_;
  std::string ignored_;
};

Touch by_resources(const LakeCall& call) {
  auto key = key_of_resources(call.record);
  if (key && key->kind() == KeyKind::table) return {.scopes = {{Key::assignment(*key), false}}};
  const std::string why = "the record does not show the resource";
  return {.unnamed = {{KeyKind::assignment, key ? std::move(*key) : Key(), why}}};
}

}  // namespace

Touch touch_assignment(const LakeCall& call) {
  const auto* request = call.record.request();
  if (request != nullptr && all_tags_failed(call, *request)) {
    return {.ignored = std::string(every_item_failed)};
  }
  const auto* resource = request == nullptr ? nullptr : object_in(*request, "resource");
  if (resource == nullptr) return by_resources(call);
  Objects objects(call.account);
  for (const auto& member : *resource) objects.add(member.key(), member.value());
  return std::move(objects).take();
}

}  // namespace lakemirror::translate
