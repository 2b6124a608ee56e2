#include "pipeline/partition_refresh.h"

#include <algorithm>

#include "base/worker_pool.h"
#include "pipeline/one_ahead.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::ObjectState;
using model::ResultKind;

namespace {

/// Removals of one plan: bounded, because a plan holds its keys.
constexpr std::size_t removals_per_plan = 1000;
/// Tables listed at once: each holds two pages of bodies, so this bounds the memory.
constexpr std::size_t tables_at_once = 2;

}  // namespace

void PartitionRefresh::put(const std::vector<PartitionWork>& works) {
  std::vector<Chunk> chunks;
  std::vector<const PartitionWork*> whole;
  for (const auto& work : works) {
    if (work.whole) {
      whole.push_back(&work);
      continue;
    }
    for (auto& [part, look] : work.node->partitions) {
      // Values of a table that had another number of keys: no partition of this one has them, on either side.
      if (work.partition_keys &&
          partition_key(work.table, part).partition_values().size() != *work.partition_keys) {
        look = Look::unchanged(work.begun);
        continue;
      }
      if (chunks.empty() || chunks.back().work != &work ||
          chunks.back().parts.size() >= read::Reader::partitions_per_call) {
        chunks.push_back({.work = &work, .parts = {}});
      }
      chunks.back().parts.push_back(part);
    }
  }
  run_parallel(chunks.size(), tools_.threads, [&](std::size_t i) {
    if (!tools_.trouble.is_over()) put_named(chunks[i]);
  });
  const auto at_once = std::min({tools_.threads, tables_at_once, std::max<std::size_t>(1, whole.size())});
  const auto threads_each = std::max<std::size_t>(1, tools_.threads / at_once);
  run_parallel(whole.size(), at_once, [&](std::size_t i) {
    if (!tools_.trouble.is_over()) put_whole(*whole[i], threads_each);
  });
}

void PartitionRefresh::tell(const PartitionWork& work, const Key& key, const Look& look) {
  if (look.error) tools_.trouble.note(*look.error);
  const auto named = work.node->partitions.find(last_part_of(key));
  if (named != work.node->partitions.end()) named->second = look;
  if (work.whole) work.node->below.add(look);
}

void PartitionRefresh::put_named(const Chunk& chunk) {
  const auto& work = *chunk.work;
  const auto database = work.table.database_name(), table = work.table.table_name();
  std::vector<std::vector<std::string>> values;
  for (const auto& part : chunk.parts) values.push_back(partition_key(work.table, part).partition_values());
  auto source = tools_.source.partitions(database, table, values);
  model::Snapshot target;
  if (work.target_is_new) {
    for (const auto& [key, state] : source.states) target.states.emplace(key, ObjectState::absent());
  } else {
    target = tools_.target.partitions(database, table, values);
  }
  const auto begun = source.begun;
  for (auto& [key, state] : target.states) tools_.recent.correct(key, state, begun);
  for (const auto& [key, state] : source.states) tell(work, key, Look::unchanged(begun));
  tools_.partitions += source.states.size();
  auto found = diff::diff(std::move(source), target, tools_.rules);
  const auto is_removal = [](const Change& change) { return change.kind == ChangeKind::remove; };
  const auto removals =
      static_cast<std::size_t>(std::count_if(found.changes.begin(), found.changes.end(), is_removal));
  if (const auto held = hold_named_removals(work, removals)) {
    for (const auto& change : found.changes) {
      if (is_removal(change)) tell(work, change.key, Look::failed(begun, *held));
    }
    std::erase_if(found.changes, is_removal);
  } else {
    tools_.breaker.removed_partitions(work.table, removals);
  }
  const auto plan = diff::order(std::move(found.changes));
  const auto results = tools_.executor.execute(plan, 1);
  for (const auto& [key, error] : found.undecided) tell_undecided(work, key, begun, error);
  for (std::size_t i = 0; i < results.size(); ++i)
    tell(work, plan.changes[i].key, Look::of(begun, results[i]));
  report_progress();
}

/// Whether the breaker holds removals that events name. Only from its least number on is the table listed, to
/// know of how many they are.
std::optional<Error> PartitionRefresh::hold_named_removals(const PartitionWork& work, std::size_t removals) {
  if (removals == 0 || !tools_.executor.removes() || tools_.breaker.are_few_partitions(work.table, removals))
    return std::nullopt;
  std::size_t held = 0;
  const auto listed = tools_.target.list_partitions(work.table.database_name(), work.table.table_name(),
                                                    [&](const model::Snapshot& page) -> Result<bool> {
                                                      held += page.states.size();
                                                      return !tools_.trouble.is_over();
                                                    });
  if (!listed) return listed.error();
  return tools_.breaker.admit_partitions(work.table, removals, held);
}

void PartitionRefresh::tell_undecided(const PartitionWork& work, const Key& key, Time begun,
                                      const Error& error) {
  tools_.executor.tell_undecided(key, error);
  tell(work, key, Look::failed(begun, error));
}

Result<void> PartitionRefresh::list_target(const PartitionWork& work, Time begun, Fingerprints& held) {
  if (!work.target_is_new) {
    auto listed = tools_.target.list_partitions(work.table.database_name(), work.table.table_name(),
                                                [&](const model::Snapshot& page) -> Result<bool> {
                                                  for (const auto& [key, state] : page.states)
                                                    held.emplace(last_part_of(key), state.fingerprint);
                                                  return !tools_.trouble.is_over();
                                                });
    if (!listed && listed.error().kind != ErrorKind::missing) return listed;
  }
  const auto corrections = tools_.recent.below(work.table, begun);
  if (corrections.parent_removed) held.clear();
  for (const auto& [key, fingerprint] : corrections.writes) {
    if (fingerprint) {
      held.insert_or_assign(last_part_of(key), *fingerprint);
    } else {
      held.erase(last_part_of(key));
    }
  }
  return {};
}

void PartitionRefresh::put_whole(const PartitionWork& work, std::size_t threads) {
  const auto begun = tools_.clock.now();
  Fingerprints held;
  if (auto listed = list_target(work, begun, held); !listed) return fail_all(work, begun, listed.error());
  const auto held_before = held.size();
  work.node->below.add(Look::unchanged(begun));
  for (auto& [part, look] : work.node->partitions) look = Look::unchanged(begun);
  OneAhead ahead(tools_.threads > 1);
  auto listed = tools_.source.list_partitions(
      work.table.database_name(), work.table.table_name(), [&](model::Snapshot page) -> Result<bool> {
        page.begun = begun;  // what it is compared with was read since then
        ahead.run([this, &work, &held, threads, page = std::move(page)]() mutable {
          put_page(work, std::move(page), held, threads);
        });
        return !tools_.trouble.is_over();
      });
  ahead.wait();
  // Nothing is concluded from a listing that did not end.
  if (!listed && listed.error().kind == ErrorKind::missing && has_just_gone(work)) {
    const auto now = tools_.clock.now();
    return tell_all(work, Look::later(begun, now + tools_.read_settle));
  }
  if (!listed) return fail_all(work, begun, listed.error());
  if (!tools_.trouble.is_over()) remove_rest(work, held, held_before, begun, threads);
}

void PartitionRefresh::put_page(const PartitionWork& work, model::Snapshot page, Fingerprints& held,
                                std::size_t threads) {
  model::Snapshot target;
  for (const auto& [key, state] : page.states) {
    const auto found = held.find(last_part_of(key));
    if (found == held.end()) {
      target.states.emplace(key, ObjectState::absent());
    } else {
      target.states.emplace(key,
                            ObjectState{.presence = model::Presence::present, .fingerprint = found->second});
      held.erase(found);
    }
  }
  const auto begun = page.begun;
  tools_.partitions += page.states.size();
  auto found = diff::diff(std::move(page), target, tools_.rules);
  const auto plan = diff::order(std::move(found.changes));
  const auto results = tools_.executor.execute(plan, threads);
  for (const auto& [key, error] : found.undecided) tell_undecided(work, key, begun, error);
  for (std::size_t i = 0; i < results.size(); ++i)
    tell(work, plan.changes[i].key, Look::of(begun, results[i]));
  report_progress();
}

void PartitionRefresh::remove_rest(const PartitionWork& work, const Fingerprints& rest,
                                   std::size_t held_before, Time begun, std::size_t threads) {
  if (rest.empty()) return;
  if (auto held = tools_.executor.removes()
                      ? tools_.breaker.admit_partitions(work.table, rest.size(), held_before)
                      : std::nullopt) {
    return fail_all(work, begun, *held);
  }
  std::vector<Change> changes;
  const auto apply = [&] {
    const auto plan = diff::order(std::move(changes));
    const auto results = tools_.executor.execute(plan, threads);
    for (std::size_t i = 0; i < results.size(); ++i)
      tell(work, plan.changes[i].key, Look::of(begun, results[i]));
    changes.clear();
  };
  for (const auto& [part, fingerprint] : rest) {
    changes.push_back(
        {.kind = ChangeKind::remove, .key = partition_key(work.table, part), .reason = "not at the source"});
    if (changes.size() == removals_per_plan) apply();
  }
  if (!changes.empty()) apply();
  tools_.breaker.removed_partitions(work.table, rest.size());
}

/// Whether the table, read a moment ago, is gone: then its event is on its way, and this is no failure. That
/// it was there says that its absence may be a stale answer; so it is removed by a later look, when that is
/// ruled out.
bool PartitionRefresh::has_just_gone(const PartitionWork& work) {
  return tools_.looks_again &&
         tools_.source.table(work.table.database_name(), work.table.table_name()).is_absent();
}

void PartitionRefresh::fail_all(const PartitionWork& work, Time begun, const Error& error) {
  tools_.trouble.note(error);
  tell_all(work, Look::failed(begun, error));
}

void PartitionRefresh::tell_all(const PartitionWork& work, const Look& look) {
  work.node->below.add(look);
  for (auto& [part, partition] : work.node->partitions) partition = look;
}

void PartitionRefresh::report_progress() {
  if (tools_.on_progress) tools_.on_progress({"partitions", tools_.partitions, 0});
}

}  // namespace lakemirror::pipeline
