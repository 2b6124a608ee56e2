#include "pipeline/executor.h"

#include <algorithm>
#include <utility>

#include "model/snapshot.h"
#include "pipeline/decision_log.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Plan;
using model::ResultKind;

bool Executor::is_held(const Change& change) const {
  // LF-tags on something give access as grants do.
  const auto kind = change.key.kind();
  const bool gives_access = kind == model::KeyKind::grants || kind == model::KeyKind::assignment;
  const bool wanted = gives_access ? policy_.revokes : policy_.removals;
  return change.kind == ChangeKind::remove && !wanted;
}

std::vector<ChangeResult> Executor::execute(const Plan& plan, std::size_t threads) {
  const bool all_go = !policy_.dry_run && ((policy_.removals && policy_.revokes) ||
                                           std::none_of(plan.changes.begin(), plan.changes.end(),
                                                        [&](const auto& change) { return is_held(change); }));
  if (all_go) {
    counts_.planned += plan.changes.size();
    return plan.changes.empty() ? std::vector<ChangeResult>() : apply(plan, threads);
  }
  std::vector<ChangeResult> results(plan.changes.size());
  Plan to_apply;
  std::vector<std::size_t> index;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const auto& change = plan.changes[i];
    ++counts_.planned;
    if (is_held(change)) ++counts_.kept;
    if (policy_.dry_run || is_held(change)) {
      tell(change, results[i], is_held(change));
      if (!is_held(change)) note_changed(change, results[i]);
      // A removal that is never to be made leaves nothing to come back for.
      if (is_held(change) && !policy_.dry_run) results[i] = {.kind = ResultKind::unchanged};
      continue;
    }
    index.push_back(i);
    to_apply.changes.push_back(change);
  }
  if (to_apply.changes.empty()) return results;
  auto applied = apply(to_apply, threads);
  for (std::size_t i = 0; i < index.size(); ++i) results[index[i]] = std::move(applied[i]);
  return results;
}

std::vector<ChangeResult> Executor::apply(const Plan& plan, std::size_t threads) {
  if (auto ready = set_mark(); !ready)
    return std::vector<ChangeResult>(plan.changes.size(),
                                     {.kind = ResultKind::failed, .error = ready.error()});
  const bool is_governance = model::is_governance(plan.changes.front().key.kind());
  auto results = is_governance ? governance_.apply(plan.changes, threads) : applier_.apply(plan, threads);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& change = plan.changes[i];
    count(results[i]);
    remember(change, results[i]);
    tell(change, results[i], false);
    note_changed(change, results[i]);
    tallies_.changed(change.key.kind(), results[i].kind);
    say_change(change, results[i]);
  }
  return results;
}

void Executor::keep(const model::Key& key, std::string reason) {
  ++counts_.kept;
  tell({.kind = ChangeKind::remove, .key = key, .reason = std::move(reason)}, {}, true);
}

void Executor::tell_undecided(const model::Key& key, const Error& error) {
  ++counts_.planned;
  ++counts_.failed;
  tell({.kind = ChangeKind::update, .key = key, .reason = "could not be compared"},
       {.kind = ResultKind::failed, .error = error}, false);
}

void Executor::count(const ChangeResult& result) {
  switch (result.kind) {
    case ResultKind::created:
      ++counts_.created;
      break;
    case ResultKind::updated:
      ++counts_.updated;
      break;
    case ResultKind::deleted:
      ++counts_.deleted;
      break;
    case ResultKind::failed:
      ++counts_.failed;
      break;
    case ResultKind::unchanged:
      ++counts_.already;
      break;
    case ResultKind::deferred:
      break;
  }
}

void Executor::remember(const Change& change, const ChangeResult& result) {
  if (change.key.kind() == model::KeyKind::grants) return;  // a book of their own is kept of them
  if (result.kind == ResultKind::failed || result.look_again) return recent_.forget(change.key);
  if (result.kind == ResultKind::deferred) return;
  if (change.kind == ChangeKind::remove) return recent_.removed(change.key);
  if (result.made_anew || change.kind == ChangeKind::replace) recent_.removed(change.key);
  recent_.wrote(change);
}

void Executor::note_changed(const Change& change, const ChangeResult& result) {
  const auto kind = change.key.kind();
  if (kind == model::KeyKind::location && result.made_anew) {
    const std::lock_guard lock(mutex_);
    changed_.push_back({.key = change.key, .exists = true});
    return;
  }
  if (kind != model::KeyKind::database && kind != model::KeyKind::table) return;
  const bool is_planned = result.kind == ResultKind::deferred && !result.error;
  const bool is_done =
      is_planned || (result.kind != ResultKind::failed && result.kind != ResultKind::deferred);
  const bool anew =
      result.made_anew || result.kind == ResultKind::created || change.kind != ChangeKind::update;
  if (!is_done || !anew) return;
  Changed changed{.key = change.key, .exists = change.kind != ChangeKind::remove};
  changed.is_link = change.body.contains("TargetTable") || change.body.contains("TargetDatabase");
  changed.was_there = change.kind == ChangeKind::create && result.kind != ResultKind::created && !is_planned;
  if (const auto* defaults = array_at(change.body, "CreateTableDefaultPermissions"))
    changed.table_defaults = *defaults;
  const std::lock_guard lock(mutex_);
  changed_.push_back(std::move(changed));
}

std::vector<Executor::Changed> Executor::take_changed() {
  const std::lock_guard lock(mutex_);
  return std::exchange(changed_, {});
}

void Executor::tell(const Change& change, const ChangeResult& result, bool kept) {
  if (!policy_.list_differences) return;
  const std::lock_guard lock(mutex_);
  if (differences_.size() >= SyncReport::max_listed) return;
  const bool applied = result.kind != ResultKind::deferred && result.kind != ResultKind::failed;
  differences_.push_back({.kind = change.kind,
                          .key = change.key.text(),
                          .reason = change.reason,
                          .applied = applied,
                          .kept = kept,
                          .error = result.error ? result.error->text() : std::string()});
}

std::vector<Difference> Executor::take_differences() {
  const std::lock_guard lock(mutex_);
  return std::move(differences_);
}

Result<void> Executor::set_mark() {
  LM_CHECK(guards_.check());
  const std::lock_guard lock(mutex_);
  if (marked_) return {};
  if (guards_.in_flight != nullptr) LM_CHECK(guards_.in_flight->announce(keys_()));
  LM_CHECK(journal_.set_value(mark, in_flight));
  marked_ = true;
  return {};
}

Result<void> Executor::finish() {
  const std::lock_guard lock(mutex_);
  if (!marked_) return {};
  if (guards_.in_flight != nullptr) LM_CHECK(guards_.in_flight->ended());
  LM_CHECK(journal_.set_value(mark, format_time(clock_.now())));
  marked_ = false;
  return {};
}

}  // namespace lakemirror::pipeline
