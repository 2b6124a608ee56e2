#include "pipeline/governance_refresh.h"

#include <algorithm>

#include "pipeline/default_grants.h"
#include "pipeline/governance_listing.h"
#include "pipeline/settings_lists.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

/// Whether new objects would be open to everybody that IAM lets in.
bool opens_new_objects(const json::object& settings, std::string_view member) {
  const auto* defaults = array_at(settings, member);
  return defaults != nullptr && !defaults->empty();
}

}  // namespace

/// Whether the catalog's half may create anything.
bool GovernanceRefresh::makes_objects() const {
  return trees_.front()->whole || !trees_.front()->databases.empty();
}

void GovernanceRefresh::before_catalog() {
  const bool any = !scopes_.empty();
  if (!any && !makes_objects()) return;
  source_settings_ = SettingsRefresh(tools_).read_source();
  note_source_changes();
  if (any) grants_.revoke_by_records();
  put_settings();
  list_beside_catalog(tools_, scopes_);
  if (!tools_.catalog.trouble.is_over())
    objects_.make({KeyKind::location, KeyKind::tag, KeyKind::expression});
  grants_.note_registered_anew();
}

void GovernanceRefresh::note_source_changes() {
  for (const auto& [name, database] : trees_.front()->databases) {
    note_source_change(Key::database(name), database);
    for (const auto& [table_name, table] : database.tables)
      note_source_change(Key::table(name, table_name), table);
  }
}

void GovernanceRefresh::note_source_change(const Key& key, const Node& node) {
  if (node.whole) tools_.book.source_changed(key, node.touched_at);
}

/// A table is made and dropped through a link to its database. What else is made or dropped is the link
/// alone.
void GovernanceRefresh::take_up_behind(ScopeTree& behind) {
  for (const auto& [name, database] : trees_.back()->databases) {
    if (!database.points_at || !tools_.catalog.filter.admits(database.points_at->database_name())) continue;
    for (const auto& [table_name, table] : database.tables)
      note_source_change(Key::table(database.points_at->database_name(), table_name), table);
  }
  trees_.push_back(&behind);
}

/// Before anything is created the target must not give new objects more than the source does.
void GovernanceRefresh::put_settings() {
  const auto touched = scopes_.objects.find(Key::settings());
  const bool named = touched != scopes_.objects.end();
  if (!named && !defaults_are_wider()) return;
  const auto look = SettingsRefresh(tools_).put(source_settings_);
  if (look.error) tools_.catalog.trouble.note(*look.error);
  if (named) touched->second = look;
}

bool GovernanceRefresh::defaults_are_wider() const {
  if (!source_settings_.is_present() || !makes_objects()) return false;
  const auto target = tools_.target.settings();
  if (!target.is_present()) return false;
  for (const auto* member : {"CreateDatabaseDefaultPermissions", "CreateTableDefaultPermissions"}) {
    if (opens_new_objects(target.body, member) && !opens_new_objects(source_settings_.body, member))
      return true;
  }
  return false;
}

void GovernanceRefresh::after_catalog() {
  if (tools_.catalog.trouble.is_over()) return;
  add_subtrees();
  note_changed();
  if (scopes_.empty()) return;
  list_below(tools_, scopes_);
  objects_.make({KeyKind::assignment, KeyKind::filter});
  if (!tools_.catalog.trouble.is_over()) grants_.put();
  if (!tools_.catalog.trouble.is_over()) objects_.remove();
  tell_trees();
}

void GovernanceRefresh::add_subtrees() {
  if (trees_.front()->whole) {
    for (const auto kind : {KeyKind::assignment, KeyKind::filter, KeyKind::grants}) {
      auto& all = scopes_.all[kind];
      all.event_time = std::max(all.event_time, trees_.front()->whole_touched_at);
    }
  }
  for (const auto* tree : trees_) {
    for (const auto& [name, database] : tree->databases) {
      if (!tools_.catalog.filter.admits(name)) continue;
      add_subtree(Key::database(name), database);
      for (const auto& [table_name, table] : database.tables)
        add_subtree(Key::table(name, table_name), table);
    }
  }
}

void GovernanceRefresh::add_subtree(const Key& key, const Node& node) {
  if (!node.whole) return;
  auto& subtree = scopes_.subtrees[key];
  subtree.event_time = std::max(subtree.event_time, node.touched_at);
}

/// What comes with a new object by itself is known by its rules: the target's defaults, which the account has
/// for databases and each database for its tables. So nobody needs to wait for a listing to show it,
/// unless these could not be read as they are now.
void GovernanceRefresh::note_changed() {
  auto changed = tools_.catalog.executor.take_changed();
  // Databases first: what goes with one goes before its tables are there again.
  std::stable_sort(changed.begin(), changed.end(),
                   [](const auto& a, const auto& b) { return a.key.kind() < b.key.kind(); });
  DefaultGrants defaults(tools_, changed);
  for (const auto& object : changed) tools_.book.object_went(object.key, tools_.catalog.clock.now());
  for (const auto& object : changed) {
    if (!object.exists) continue;
    auto& subtree = scopes_.subtrees[object.key];
    const auto now = tools_.catalog.clock.now();
    const auto came = defaults.of(object.key);
    for (const auto& [holder, held] : came.with) tools_.book.set_target(holder, held, now);
    // What of the defaults can be held on a link is not documented.
    if (came.is_sure && !object.was_there && !object.is_link) continue;
    const auto shown_from = now + tools_.catalog.read_settle;
    tools_.catalog.recent.be_unsure_until(shown_from);
    subtree.digest.add(Look::later(now, shown_from));
  }
}

/// What became of a subtree here is part of what became of its node there.
void GovernanceRefresh::tell_trees() {
  for (auto* tree : trees_) {
    for (auto& [name, database] : tree->databases) {
      tell_node(Key::database(name), database);
      for (auto& [table_name, table] : database.tables) tell_node(Key::table(name, table_name), table);
    }
  }
  if (!trees_.front()->whole) return;
  for (const auto& [kind, all] : scopes_.all) trees_.front()->below.add(all.digest);
}

void GovernanceRefresh::tell_node(const Key& key, Node& node) {
  const auto subtree = scopes_.subtrees.find(key);
  if (subtree != scopes_.subtrees.end()) node.governed.add(subtree->second.digest);
}

/// Nothing that both sides show differs then, and yet they may. While a source has no administrator, IAM
/// alone decides who may see what.
void GovernanceRefresh::tell_undecided() {
  const bool has_no_admins =
      source_settings_.is_present() && administrators_of(source_settings_.body).empty();
  if (!tools_.sees_all_of_source && !has_no_admins) {
    tell_undecided(Key(), {.kind = ErrorKind::denied,
                           .operation = "compare",
                           .subject = "permissions and LF-tags",
                           .code = "NotAllVisible",
                           .message = "the source may hide some of them from this role",
                           .hint = std::string(hint_to_see_all)});
  }
  for (const auto& error : tools_.book.unreadable()) {
    // What is granted on a location is of no database.
    const bool is_on_location = error.code == "UnmappedLocation";
    if (is_on_location && !trees_.front()->whole) continue;
    tell_undecided(is_on_location ? Key::location(error.subject) : Key(), error);
  }
}

void GovernanceRefresh::tell_undecided(const Key& key, const Error& error) {
  tools_.catalog.executor.tell_undecided(key, error);
  trees_.front()->below.add(Look::failed(tools_.catalog.clock.now(), error));
}

}  // namespace lakemirror::pipeline
