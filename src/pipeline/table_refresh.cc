#include "pipeline/table_refresh.h"

#include <algorithm>
#include <utility>

#include "base/worker_pool.h"
#include "pipeline/links.h"
#include "pipeline/one_ahead.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::KeyKind;
using model::ObjectState;
using model::ResultKind;

namespace {

/// Tables whose bodies are in memory together, twice, and a page of a listing more. Fewer leave threads idle
/// more often, when the last of them are applied.
constexpr std::size_t works_at_once = 250;
constexpr std::size_t tables_per_page = 100;

void set_all(TableNode& table, const Look& look) {
  table.look = look;
  table.below.add(look);
  for (auto& [part, partition] : table.partitions) partition = look;
}

}  // namespace

void TableRefresh::put(const std::map<std::string, DatabasePair>& pairs) {
  std::vector<Work> singles;
  for (const auto& [name, pair] : pairs) {
    if (tools_.trouble.is_over()) return;
    auto& node = tree_.databases.at(name);
    if (settle_without_reading(node, pair)) continue;
    if (node.whole || is_worth_listing(name, node)) {
      list(name, node, pair);
      continue;
    }
    for (auto& [table, table_node] : node.tables) singles.emplace_back(name, table, &table_node);
  }
  OneAhead ahead(tools_.threads > 1);
  for (std::size_t first = 0; first < singles.size() && !tools_.trouble.is_over(); first += works_at_once) {
    const auto count = std::min(works_at_once, singles.size() - first);
    std::vector<Work> works(
        std::make_move_iterator(singles.begin() + static_cast<std::ptrdiff_t>(first)),
        std::make_move_iterator(singles.begin() + static_cast<std::ptrdiff_t>(first + count)));
    run_parallel(works.size(), tools_.threads, [&](std::size_t i) { read(works[i], true); });
    ahead.run([this, prepared = prepare(std::move(works))]() mutable { put(prepared, nullptr); });
    if (tools_.on_progress) tools_.on_progress({"tables", first + count, singles.size()});
  }
}

/// True where the database's own state decides about everything in it.
bool TableRefresh::settle_without_reading(DatabaseNode& node, const DatabasePair& pair) {
  if (pair.source.is_absent()) return true;  // removed with its database
  if (pair.source.is_link) {
    for (auto& [name, table] : node.tables) set_all(table, Look::unchanged(pair.begun));
    return true;
  }
  const bool is_in_the_way = !pair.source.is_present() || !pair.target.is_present();
  if (node.look.error == nullptr || !is_in_the_way) return false;
  for (auto& [name, table] : node.tables) set_all(table, node.look);
  node.below.add(node.look);
  return true;
}

/// Listing answers a hundred tables a call but takes the whole database; asking takes a call for each table.
bool TableRefresh::is_worth_listing(const std::string& database, const DatabaseNode& node) {
  constexpr std::size_t never_below = 10;
  if (node.tables.size() < never_below) return false;
  const auto known = tools_.journal.count_known(KeyKind::table, Key::database(database).text() + "/");
  const auto size = std::max<std::uint64_t>(known ? *known : node.tables.size(), node.tables.size());
  // Listed tables that nobody touched are read for nothing: a page must save at least two single reads.
  return 2 * (size / tables_per_page + 1) < node.tables.size();
}

void TableRefresh::list(const std::string& database, DatabaseNode& node, const DatabasePair& pair) {
  const auto key = Key::database(database);
  const auto begun = tools_.clock.now();
  std::map<Key, ObjectState> target;
  const auto fail_node = [&](const Error& error) {
    tools_.trouble.note(error);
    const auto look = Look::failed(begun, error);
    node.below.add(look);
    for (auto& [name, table] : node.tables) {
      if (!table.look.looked) set_all(table, look);
    }
  };
  if (pair.target.is_present()) {
    auto listed = tools_.target.list_tables(database, [&](model::Snapshot page) -> Result<bool> {
      target.merge(page.states);
      return !tools_.trouble.is_over();
    });
    if (!listed && listed.error().kind != ErrorKind::missing) return fail_node(listed.error());
  }
  tools_.recent.correct_listing(key, target, begun);

  std::size_t done = 0;
  OneAhead ahead(tools_.threads > 1);
  model::Snapshot gathered;
  const auto put_gathered = [&] {
    gathered.begun = begun;  // what it is compared with was read since then
    std::deque<TableNode> unowned;
    auto prepared =
        prepare(works_of(database, node, std::exchange(gathered, model::Snapshot()), target, unowned));
    ahead.run([this, &node, prepared = std::move(prepared), unowned = std::move(unowned)]() mutable {
      put(prepared, &node.below);
    });
  };
  auto listed = tools_.source.list_tables(database, [&](model::Snapshot page) -> Result<bool> {
    done += page.states.size();
    page.states.merge(gathered.states);  // of a table that comes twice the newer state counts
    gathered.states = std::move(page.states);
    if (gathered.states.size() >= works_at_once) put_gathered();
    if (tools_.on_progress) tools_.on_progress({"tables", done, 0});
    return !tools_.trouble.is_over();
  });
  if (!gathered.states.empty()) put_gathered();  // however it ended
  ahead.wait();
  if (!listed && listed.error().kind != ErrorKind::missing) return fail_node(listed.error());
  if (!tools_.trouble.is_over()) put_leftovers(database, node, target);
}

/// `unowned` gets the nodes of tables that no entry touched; a deque keeps their addresses.
std::vector<TableRefresh::Work> TableRefresh::works_of(const std::string& database, DatabaseNode& node,
                                                       model::Snapshot page,
                                                       std::map<Key, ObjectState>& target,
                                                       std::deque<TableNode>& unowned) {
  std::vector<Work> works;
  auto states = std::move(page.states);  // moved on from here, one by one
  for (auto& [key, state] : states) {
    const auto name = key.table_name();
    const auto found = node.tables.find(name);
    if (found == node.tables.end() && !node.whole) continue;
    Work work(database, name, found != node.tables.end() ? &found->second : &unowned.emplace_back());
    work.source = std::move(state);
    work.begun = page.begun;
    // Only where it changes something: a table that comes twice may be on its way to the target.
    if (node.whole && !work.node->whole) work.node->whole = true;
    auto held = target.extract(key);
    work.target = held ? std::move(held.mapped()) : ObjectState::absent();
    works.push_back(std::move(work));
  }
  return works;
}

/// Tables that the source's listing lacks: each is asked for by itself before anything is concluded.
void TableRefresh::put_leftovers(const std::string& database, DatabaseNode& node,
                                 const std::map<Key, ObjectState>& target) {
  std::vector<Work> works;
  std::vector<std::string> keys;
  std::deque<TableNode> unowned;
  const auto add = [&](const std::string& name, TableNode* owner) {
    Work work(database, name, owner);
    const auto held = target.find(work.key);
    if (held != target.end()) work.target = held->second;
    keys.push_back(work.key.text());
    works.push_back(std::move(work));
  };
  for (auto& [name, table] : node.tables) {
    if (table.look.looked) continue;
    table.whole |= node.whole;
    add(name, &table);
  }
  if (node.whole) {
    for (const auto& [key, state] : target) {
      if (node.tables.contains(key.table_name())) continue;
      unowned.emplace_back();
      unowned.back().whole = true;
      add(key.table_name(), &unowned.back());
    }
  }
  if (works.empty()) return;
  const auto known = tools_.journal.knows_keys(keys);
  if (!known) return tools_.trouble.fail_pass(known.error());
  for (std::size_t i = 0; i < works.size(); ++i) works[i].node->named |= (*known)[i];
  run_parallel(works.size(), tools_.threads,
               [&](std::size_t i) { read(works[i], !works[i].target.is_present()); });
  auto prepared = prepare(std::move(works));
  put(prepared, &node.below);
  // Removals outlive this function: those of unowned nodes are told to the database's digest alone.
  const std::lock_guard lock(mutex_);
  for (auto& removal : removals_) {
    const bool is_unowned =
        std::any_of(unowned.begin(), unowned.end(), [&](const auto& n) { return &n == removal.node; });
    if (is_unowned) removal.node = nullptr;
  }
}

void TableRefresh::read(Work& work, bool read_target) {
  if (tools_.trouble.is_over()) return;
  work.begun = tools_.clock.now();
  work.source = tools_.source.table(work.database, work.table);
  if (read_target) {
    work.target = tools_.target.table(work.database, work.table);
    tools_.recent.correct(work.key, work.target, work.begun);
  }
  for (const auto* side : {&work.source, &work.target}) {
    if (side->error) tools_.trouble.note(*side->error);
  }
}

TableRefresh::Prepared TableRefresh::prepare(std::vector<Work> works) {
  Prepared prepared{.works = std::move(works)};
  if (tools_.trouble.is_over()) return prepared;
  model::Snapshot source, target;
  std::vector<std::string> seen;
  for (auto& work : prepared.works) {
    if (work.source.is_present()) seen.push_back(work.key.text());
    json::object body = std::move(work.source.body);
    if (work.source.is_link || work.target.is_link) {
      work.node->points_at = target_of_link(work.source.is_link ? body : work.target.body,
                                            tools_.source_account, tools_.source_region);
    }
    auto& state = source.states.emplace(work.key, work.source).first->second;
    state.body = std::move(body);
    target.states.emplace(work.key, work.target);
  }
  // Before anything is made at the target: after a crash nobody could tell the copy from the target's own
  // table.
  if (auto remembered = tools_.remember(seen); !remembered) {
    tools_.trouble.fail_pass(remembered.error());
    return prepared;
  }
  auto found = diff::diff(std::move(source), target, tools_.rules);
  std::erase_if(found.changes, [](const Change& change) { return change.kind == ChangeKind::remove; });
  prepared.plan = diff::order(std::move(found.changes));
  prepared.undecided = std::move(found.undecided);
  return prepared;
}

void TableRefresh::put(Prepared& prepared, Digest* below) {
  if (tools_.trouble.is_over()) return;
  auto& [works, plan, undecided] = prepared;
  for (const auto& [key, error] : undecided) tools_.executor.tell_undecided(key, error);
  if (auto owed = owe_partitions(works, plan); !owed) return tools_.trouble.fail_pass(owed.error());
  const auto results = tools_.executor.execute(plan, tools_.threads);
  std::map<Key, const ChangeResult*> result_of;
  for (std::size_t i = 0; i < results.size(); ++i) result_of.emplace(plan.changes[i].key, &results[i]);

  std::vector<PartitionWork> partitions;
  for (auto& work : works) {
    const auto& key = work.key;
    const auto failed = undecided.find(key);
    const auto result = result_of.find(key);
    if (failed != undecided.end()) {
      const ChangeResult why{.kind = ResultKind::failed, .error = failed->second};
      finish(work, &why, below, partitions);
    } else {
      finish(work, result == result_of.end() ? nullptr : result->second, below, partitions);
    }
  }
  tools_.tables += works.size();
  partitions_.put(partitions);
  if (below == nullptr) return;
  for (const auto& work : works) below->add(work.node->below);
}

/// A table that is made (or made anew) because only itself was touched owes its partitions, should this
/// process end before they are there.
Result<void> TableRefresh::owe_partitions(const std::vector<Work>& works, const model::Plan& plan) {
  if (tools_.executor.is_dry_run()) return {};
  std::map<Key, const Work*> by_key;
  for (const auto& work : works) {
    if (!work.node->whole && work.source.partition_keys.value_or(0) != 0) by_key.emplace(work.key, &work);
  }
  std::vector<Key> keys;
  for (const auto& change : plan.changes) {
    if (change.kind == ChangeKind::update && change.dropped.empty()) continue;
    if (by_key.contains(change.key)) keys.push_back(change.key);
  }
  return tools_.owed.add(keys);
}

void TableRefresh::finish(Work& work, const ChangeResult* result, Digest* below,
                          std::vector<PartitionWork>& partitions) {
  auto& node = *work.node;
  node.look = result == nullptr ? Look::unchanged(work.begun) : Look::of(work.begun, *result);
  if (result != nullptr && result->look_again) node.look.not_before = work.begun + tools_.read_settle;
  if (node.look.error) {
    tools_.trouble.note(*node.look.error);
    set_all(node, node.look);
    if (below != nullptr) below->add(node.look);
    return;
  }
  if (work.source.is_absent()) return finish_absent(work, below);
  if (below != nullptr) below->add(node.look);
  const bool is_new = !work.target.is_present() || (result != nullptr && result->made_anew);
  if (tools_.made_anew.is(work.key, work.source, work.target)) node.made_anew_at = work.source.create_time;
  const bool whole = node.whole || is_new || node.made_anew_at;
  if (is_new && !node.whole && !tools_.executor.is_dry_run()) {
    if (auto owed = tools_.owed.add({work.key}); !owed) tools_.trouble.fail_pass(owed.error());
  }
  // What an earlier process took for the table may have been another one, with partitions that are still
  // there. A link has none: those shown below it are its target's.
  const bool may_be_left_over =
      node.whole && !is_new && !work.source.is_link && tools_.owed.contains(work.key);
  const bool may_have_any = work.source.partition_keys.value_or(1) != 0 || may_be_left_over;
  if (may_have_any && (whole || !node.partitions.empty())) {
    partitions.push_back({.table = work.key,
                          .node = &node,
                          .whole = whole,
                          .partition_keys = work.source.partition_keys,
                          .begun = work.begun,
                          .target_is_new = is_new});
    return;
  }
  for (auto& [part, look] : node.partitions) look = Look::unchanged(work.begun);
}

void TableRefresh::finish_absent(Work& work, Digest* below) {
  auto& node = *work.node;
  if (work.target.is_absent()) {
    set_all(node, Look::unchanged(work.begun));
    if (below != nullptr) below->add(node.look);
    return;
  }
  // Said to exist a moment ago: that it is not there may be a stale answer.
  if (node.alive_at != Time::min() && node.alive_at + tools_.read_settle > work.begun) {
    set_all(node, Look::later(work.begun, node.alive_at + tools_.read_settle));
    if (below != nullptr) below->add(node.look);
    return;
  }
  if (!node.named && !tools_.remove_target_only) {
    tools_.executor.keep(work.key, "the source never had it");
    set_all(node, Look::unchanged(work.begun));
    return;
  }
  const std::lock_guard lock(mutex_);
  node.look = {};
  removals_.push_back({.key = work.key, .node = &node, .below = below, .begun = work.begun});
}

void TableRefresh::remove() {
  if (removals_.empty() || tools_.trouble.is_over()) return;
  const auto total = tools_.journal.count_known(KeyKind::table, "");
  std::optional<Error> held;
  if (!total) held = total.error();
  if (total && tools_.executor.removes()) held = tools_.breaker.admit_tables(removals_.size(), *total);
  std::vector<Change> changes;
  std::map<Key, const Removal*> removal_of;
  for (const auto& removal : removals_) {
    removal_of.emplace(removal.key, &removal);
    changes.push_back({.kind = ChangeKind::remove, .key = removal.key, .reason = "not at the source"});
  }
  const auto plan = diff::order(std::move(changes));
  const auto results =
      held ? std::vector<ChangeResult>(plan.changes.size(), {.kind = ResultKind::failed, .error = held})
           : tools_.executor.execute(plan, tools_.threads);
  std::vector<std::string> gone;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& removal = *removal_of.at(plan.changes[i].key);
    auto look = Look::of(removal.begun, results[i]);
    if (look.error) tools_.trouble.note(*look.error);
    if (removal.node != nullptr) set_all(*removal.node, look);
    if (removal.below != nullptr) removal.below->add(look);
    if (look.kind == ResultKind::deleted) gone.push_back(removal.key.text());
  }
  tools_.breaker.removed_tables(gone.size());
  if (auto forgotten = tools_.forget(gone); !forgotten) tools_.trouble.fail_pass(forgotten.error());
}

}  // namespace lakemirror::pipeline
