#include "pipeline/database_refresh.h"

#include <algorithm>

#include "base/text.h"
#include "base/worker_pool.h"
#include "pipeline/links.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::ObjectState;
using model::ResultKind;

namespace {

Error target_only_error(const Key& key, const std::vector<std::string>& tables) {
  return {.kind = ErrorKind::denied,
          .operation = "remove",
          .subject = key.text(),
          .code = "TargetOnlyTables",
          .message =
              "the source dropped it, but here it holds tables the source never had: " + join(tables, ", "),
          .hint = "move or drop these tables, then run: lakemirror events retry --all-parked"};
}

}  // namespace

std::map<std::string, DatabasePair> DatabaseRefresh::put() {
  std::map<std::string, DatabasePair> pairs;
  if (tree_.whole) list_into_tree(pairs);
  std::vector<std::string> names;
  for (const auto& [name, node] : tree_.databases) names.push_back(name);
  for (const auto& name : names) pairs[name];
  run_parallel(names.size(), tools_.threads, [&](std::size_t i) {
    if (!tools_.trouble.is_over()) read_one(names[i], pairs.at(names[i]));
  });
  if (tools_.trouble.is_over()) return {};

  std::vector<Change> changes;
  std::vector<std::string> seen;
  for (auto& [name, pair] : pairs) {
    judge(name, pair, changes);
    if (pair.source.is_present()) seen.push_back(Key::database(name).text());
    const bool nowhere = pair.source.is_absent() && pair.target.is_absent();
    tree_.databases.at(name).nowhere = nowhere;
    if (!nowhere) ++tools_.databases;
  }
  auto noted = tools_.remember(seen);
  if (noted) noted = owe_what_is_new(pairs);
  if (!noted) {
    tools_.trouble.fail_pass(noted.error());
    return {};
  }
  const auto plan = diff::order(std::move(changes));
  const auto results = tools_.executor.execute(plan, tools_.threads);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto name = plan.changes[i].key.database_name();
    if (results[i].error) tools_.trouble.note(*results[i].error);
    auto& node = tree_.databases.at(name);
    node.look = Look::of(pairs.at(name).begun, results[i]);
    if (results[i].made_anew) owe_again(name, node);
    if (plan.changes[i].kind == ChangeKind::replace && results[i].kind == ResultKind::updated)
      forget_tables(name);
  }
  return pairs;
}

void DatabaseRefresh::list_into_tree(std::map<std::string, DatabasePair>& pairs) {
  const auto add = [&](ObjectState DatabasePair::*side) {
    return [this, &pairs, side](model::Snapshot&& page) -> Result<bool> {
      for (auto& [key, state] : page.states) {
        const auto name = key.database_name();
        if (!tools_.filter.admits(name)) continue;
        auto& node = tree_.databases[name];
        node.whole = true;
        auto& pair = pairs[name];
        pair.*side = std::move(state);
        if (pair.begun == Time()) pair.begun = page.begun;
      }
      return !tools_.trouble.is_over();
    };
  };
  for (auto& [name, node] : tree_.databases) node.whole = true;
  for (const auto& listed : {tools_.target.list_databases(add(&DatabasePair::target)),
                             tools_.source.list_databases(add(&DatabasePair::source))}) {
    if (!listed) tools_.trouble.fail_pass(listed.error());
  }
}

/// Fills in what a listing did not give: a listing proves nothing of what it lacks.
void DatabaseRefresh::read_one(const std::string& name, DatabasePair& pair) {
  if (pair.begun == Time()) pair.begun = tools_.clock.now();
  if (!pair.source.is_present()) pair.source = tools_.source.database(name);
  if (!pair.target.is_present()) pair.target = tools_.target.database(name);
  tools_.recent.correct(Key::database(name), pair.target, pair.begun);
  for (const auto* side : {&pair.source, &pair.target}) {
    if (side->error) tools_.trouble.note(*side->error);
  }
}

void DatabaseRefresh::judge(const std::string& name, DatabasePair& pair, std::vector<Change>& changes) {
  auto& node = tree_.databases.at(name);
  const auto key = Key::database(name);
  node.look = Look::unchanged(pair.begun);
  // A link that is gone may have been used before it went: then the copy says where it led.
  if (pair.source.is_link || pair.target.is_link) {
    node.points_at = target_of_link(pair.source.is_link ? pair.source.body : pair.target.body,
                                    tools_.source_account, tools_.source_region);
  }
  auto found = diff::diff({.states = {{key, pair.source}}}, {.states = {{key, pair.target}}}, tools_.rules);
  if (!found.undecided.empty()) {
    tools_.executor.tell_undecided(key, found.undecided.begin()->second);
    node.look = Look::failed(pair.begun, found.undecided.begin()->second);
    return;
  }
  if (tools_.made_anew.is(key, pair.source, pair.target)) node.made_anew_at = pair.source.create_time;
  pair.is_new = pair.source.is_present() && pair.target.is_absent() && !node.whole;
  if (node.made_anew_at || pair.is_new) node.whole = true;
  for (auto& change : found.changes) {
    if (change.kind == ChangeKind::remove) continue;  // its tables come first
    if (change.kind == ChangeKind::replace && !pair.target.is_link) {
      if (!tools_.executor.removes()) {
        tools_.executor.keep(key, "the source made it a resource link, and removals are off");
        continue;
      }
      if (auto allowed = may_replace(name, node); !allowed) {
        node.look = Look::failed(pair.begun, allowed.error());
        continue;
      }
    }
    changes.push_back(std::move(change));
  }
  pair.source.body = {};
  pair.target.body = {};
}

/// A database made because of something in it owes the rest of what it holds, should this process end before
/// that.
Result<void> DatabaseRefresh::owe_what_is_new(const std::map<std::string, DatabasePair>& pairs) {
  if (tools_.executor.is_dry_run()) return {};
  std::vector<Key> keys;
  for (const auto& [name, pair] : pairs) {
    if (pair.is_new) keys.push_back(Key::database(name));
  }
  return tools_.owed.add(keys);
}

/// The target's database went away between reading and writing it: all it holds is made again.
void DatabaseRefresh::owe_again(const std::string& name, DatabaseNode& node) {
  node.whole = true;
  if (auto noted = tools_.owed.add({Key::database(name)}); !noted) tools_.trouble.fail_pass(noted.error());
}

/// Its tables went with the database; the database itself is there again.
void DatabaseRefresh::forget_tables(const std::string& name) {
  const std::string text = Key::database(name).text();
  auto noted = tools_.forget(std::span(&text, 1));
  if (noted) noted = tools_.remember(std::span(&text, 1));
  if (!noted) tools_.trouble.fail_pass(noted.error());
}

Result<void> DatabaseRefresh::may_replace(const std::string& name, const DatabaseNode& node) {
  const auto key = Key::database(name);
  LM_TRY(const auto tables, tables_at_target(name));
  LM_TRY(const auto strangers, not_from_source(name, node, tables));
  if (!strangers.empty()) return fail(target_only_error(key, strangers));
  LM_TRY(const auto total, tools_.journal.count_known(model::KeyKind::table, ""));
  auto held = tools_.breaker.admit_tables(tables.size(), total);
  if (held) {
    held->subject = key.text();
    return fail(std::move(*held));
  }
  tools_.breaker.removed_tables(tables.size());
  return {};
}

Result<std::vector<std::string>> DatabaseRefresh::tables_at_target(const std::string& name) {
  const auto key = Key::database(name);
  const auto begun = tools_.clock.now();
  std::map<Key, ObjectState> listing;
  auto listed = tools_.target.list_tables(name, [&](model::Snapshot page) -> Result<bool> {
    listing.merge(page.states);
    return true;
  });
  if (!listed && listed.error().kind != ErrorKind::missing) return fail(listed.error());
  tools_.recent.correct_listing(key, listing, begun);
  std::vector<std::string> tables;
  tables.reserve(listing.size());
  for (const auto& [table, state] : listing) tables.push_back(table.table_name());
  return tables;
}

Result<std::vector<std::string>> DatabaseRefresh::not_from_source(const std::string& name,
                                                                  const DatabaseNode& node,
                                                                  const std::vector<std::string>& tables) {
  std::vector<std::string> keys, strangers;
  for (const auto& table : tables) keys.push_back(Key::table(name, table).text());
  LM_TRY(const auto known, tools_.journal.knows_keys(keys));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto touched = node.tables.find(tables[i]);
    if (!known[i] && (touched == node.tables.end() || !touched->second.named)) strangers.push_back(tables[i]);
  }
  return strangers;
}

void DatabaseRefresh::remove(const std::map<std::string, DatabasePair>& pairs) {
  for (const auto& [name, pair] : pairs) {
    if (tools_.trouble.is_over()) return;
    auto& node = tree_.databases.at(name);
    if (pair.source.is_absent() && pair.target.is_present()) remove_one(name, node, pair);
    if (!pair.source.is_absent()) continue;
    // With the database absent at the source, so is all that lies below it.
    for (auto& [table_name, table] : node.tables) {
      table.look = node.look;
      for (auto& [part, look] : table.partitions) look = node.look;
    }
  }
}

void DatabaseRefresh::remove_one(const std::string& name, DatabaseNode& node, const DatabasePair& pair) {
  const auto key = Key::database(name);
  // Said to exist a moment ago: that it is not there may be a stale answer.
  const bool may_be_stale = node.alive_at != Time::min() && node.alive_at + tools_.read_settle > pair.begun;
  if (may_be_stale) {
    node.look = Look::later(pair.begun, node.alive_at + tools_.read_settle);
    return;
  }
  const std::string& text = key.text();
  const auto known = tools_.journal.knows_keys(std::span(&text, 1));
  if (known && !known->front() && !node.named) return tools_.executor.keep(key, "the source never had it");
  if (!tools_.executor.removes()) {
    tools_.executor.execute(
        {.changes = {{.kind = ChangeKind::remove, .key = key, .reason = "not at the source"}}}, 1);
    return;
  }
  const auto tables = pair.target.is_link ? Result<std::vector<std::string>>(std::vector<std::string>())
                                          : tables_at_target(name);
  const auto strangers =
      tables ? not_from_source(name, node, *tables) : Result<std::vector<std::string>>(fail(tables.error()));
  const auto total = tools_.journal.count_known(model::KeyKind::table, "");
  for (const auto* error : {known ? nullptr : &known.error(), strangers ? nullptr : &strangers.error(),
                            total ? nullptr : &total.error()}) {
    if (error == nullptr) continue;
    node.look = Look::failed(pair.begun, *error);
    return;
  }
  const auto of_source = tables->size() - strangers->size();
  if (auto held = tools_.breaker.admit_tables(of_source, *total)) {
    held->subject = text;
    node.look = Look::failed(pair.begun, *held);
    return;
  }
  std::vector<Change> changes;
  if (strangers->empty()) {
    changes.push_back({.kind = ChangeKind::remove, .key = key, .reason = "not at the source"});
  } else {
    for (const auto& table : *tables) {
      if (std::find(strangers->begin(), strangers->end(), table) != strangers->end()) continue;
      changes.push_back(
          {.kind = ChangeKind::remove, .key = Key::table(name, table), .reason = "not at the source"});
    }
  }
  const auto plan = diff::order(std::move(changes));
  const auto results = tools_.executor.execute(plan, tools_.threads);
  Digest digest;
  std::vector<std::string> gone;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto look = Look::of(pair.begun, results[i]);
    digest.add(look);
    node.look = look;
    if (look.kind == ResultKind::deleted) gone.push_back(plan.changes[i].key.text());
  }
  if (auto forgotten = tools_.forget(gone); !forgotten) tools_.trouble.fail_pass(forgotten.error());
  if (digest.error() == nullptr) tools_.breaker.removed_tables(of_source);
  if (digest.error() != nullptr) node.look = Look::failed(pair.begun, *digest.error());
  if (!strangers->empty()) node.look = Look::failed(pair.begun, target_only_error(key, *strangers));
}

}  // namespace lakemirror::pipeline
