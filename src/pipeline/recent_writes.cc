#include "pipeline/recent_writes.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;
using model::ObjectState;

namespace {

void set_absent(ObjectState& state) { state = ObjectState::absent(); }

}  // namespace

/// The body is dropped: only the fingerprint of what was written is known. Members stay as read, the best
/// guess.
void RecentWrites::set_written(ObjectState& state, const Write& write) {
  if (state.is_present() && state.fingerprint == *write.fingerprint) return;
  state.presence = model::Presence::present;
  state.fingerprint = *write.fingerprint;
  state.is_link = write.is_link;
  state.partition_keys = write.partition_keys;
  state.body = {};
  state.error.reset();
}

void RecentWrites::wrote(const model::Change& change) {
  const std::lock_guard lock(mutex_);
  Write* write = place_for(change.key);
  if (write == nullptr) return;
  write->fingerprint = change.fingerprint;
  write->is_unsure = false;
  write->is_link = change.body.contains("TargetTable") || change.body.contains("TargetDatabase");
  const auto* keys = array_at(change.body, "PartitionKeys");
  write->partition_keys = keys == nullptr ? 0 : keys->size();
  write->written_at = clock_.now();
}

void RecentWrites::removed(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto first = writes_.upper_bound(key);
  auto last = first;
  while (last != writes_.end() && key.contains(last->first)) ++last;
  writes_.erase(first, last);
  const auto now = clock_.now();
  if (Write* write = place_for(key))
    *write = {.fingerprint = std::nullopt, .written_at = now, .removed_at = now};
}

void RecentWrites::forget(const Key& key) {
  const std::lock_guard lock(mutex_);
  writes_.erase(key);
}

void RecentWrites::wrote_unsurely(const Key& key) {
  const std::lock_guard lock(mutex_);
  if (Write* write = place_for(key)) *write = {.is_unsure = true, .written_at = clock_.now()};
}

RecentWrites::Write* RecentWrites::place_for(const Key& key) {
  const auto found = writes_.find(key);
  if (found != writes_.end()) return &found->second;
  const auto now = clock_.now();
  if (writes_.size() >= max_writes && purged_at_ + Seconds(1) < now) {
    std::erase_if(writes_, [&](const auto& item) { return !is_recent(item.second.written_at, now); });
    purged_at_ = now;
  }
  if (writes_.size() < max_writes) return &writes_[key];
  unsure_until_ = std::max(unsure_until_, now + settle_);
  return nullptr;
}

bool RecentWrites::removed_lately(const Key& key, Time read_at) const {
  const auto found = writes_.find(key);
  return found != writes_.end() && found->second.removed_at != Time() &&
         is_recent(found->second.removed_at, read_at);
}

bool RecentWrites::ancestor_removed(const Key& key, Time read_at) const {
  for (Key parent = key.parent(); parent.kind() != KeyKind::catalog; parent = parent.parent()) {
    if (removed_lately(parent, read_at)) return true;
  }
  return false;
}

void RecentWrites::correct(const Key& key, ObjectState& state, Time read_at) const {
  if (state.presence == model::Presence::unknown) return;
  const std::lock_guard lock(mutex_);
  const auto found = writes_.find(key);
  if (found != writes_.end() && is_recent(found->second.written_at, read_at)) {
    if (found->second.is_unsure) return;
    found->second.fingerprint ? set_written(state, found->second) : set_absent(state);
  } else if (ancestor_removed(key, read_at)) {
    set_absent(state);
  }
}

RecentWrites::Below RecentWrites::below(const Key& parent, Time read_at) const {
  const std::lock_guard lock(mutex_);
  const bool is_catalog = parent.kind() == KeyKind::catalog;
  Below found{.parent_removed =
                  !is_catalog && (removed_lately(parent, read_at) || ancestor_removed(parent, read_at))};
  for (auto at = is_catalog ? writes_.begin() : writes_.upper_bound(parent);
       at != writes_.end() && parent.contains(at->first); ++at) {
    const auto& [key, write] = *at;
    // Tags and filters lie below a database or table too, and are in no listing of tables or partitions.
    if (!model::is_governance(key.kind()) && key.parent() == parent && is_recent(write.written_at, read_at))
      found.writes.emplace_back(key, write.fingerprint);
  }
  return found;
}

void RecentWrites::correct_listing(const Key& parent, std::map<Key, ObjectState>& listing,
                                   Time read_at) const {
  const auto corrections = below(parent, read_at);
  if (corrections.parent_removed) {
    for (auto& [key, state] : listing) set_absent(state);
  }
  for (const auto& [key, fingerprint] : corrections.writes)
    correct(key, listing.try_emplace(key, ObjectState::absent()).first->second, read_at);
  std::erase_if(listing, [](const auto& item) { return item.second.is_absent(); });
}

std::vector<Key> RecentWrites::written(KeyKind kind, Time read_at) const {
  const std::lock_guard lock(mutex_);
  std::vector<Key> keys;
  for (const auto& [key, write] : writes_) {
    const bool is_there = write.fingerprint || write.is_unsure;
    if (key.kind() == kind && is_there && is_recent(write.written_at, read_at)) keys.push_back(key);
  }
  return keys;
}

Time RecentWrites::unsure_until() const {
  const std::lock_guard lock(mutex_);
  return unsure_until_;
}

Time RecentWrites::unsure_until(const Key& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = writes_.find(key);
  return found != writes_.end() && found->second.is_unsure ? found->second.written_at + settle_ : Time();
}

void RecentWrites::be_unsure_until(Time time) {
  const std::lock_guard lock(mutex_);
  unsure_until_ = std::max(unsure_until_, time);
}

}  // namespace lakemirror::pipeline
