#include "pipeline/tallies.h"

#include <algorithm>

namespace lakemirror::pipeline {

namespace {

/// CloudTrail's own delivery takes minutes, half an hour at worst; what is beyond an hour waited for us.
const std::vector<double> lateness_bounds = {1,   2,   5,   10,  20,   30,   60,    120,
                                             180, 300, 600, 900, 1800, 3600, 21600, 86400};

}  // namespace

void Tallies::arrived(const std::string& feed, Milliseconds lateness) {
  const std::lock_guard lock(mutex_);
  const auto [at, is_new] = activity_.lateness.try_emplace(feed, lateness_bounds);
  // A clock that runs ahead at the source is no negative lateness.
  at->second.add(std::max(0.0, std::chrono::duration<double>(lateness).count()));
}

void Tallies::settled(const model::Outcome& outcome) {
  const std::lock_guard lock(mutex_);
  if (outcome.flag() != model::ProcessedFlag::pending) {
    ++activity_.settled[*outcome.kind];
  } else if (!outcome.error.empty()) {
    ++activity_.retries;
  }
}

void Tallies::changed(model::KeyKind kind, model::ResultKind result) {
  const std::lock_guard lock(mutex_);
  ++activity_.changes[{kind, result}];
}

void Tallies::set_open_excess(std::uint64_t principals) {
  const std::lock_guard lock(mutex_);
  activity_.open_excess = principals;
}

model::Activity Tallies::activity() const {
  const std::lock_guard lock(mutex_);
  return activity_;
}

}  // namespace lakemirror::pipeline
