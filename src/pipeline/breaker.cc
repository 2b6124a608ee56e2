#include "pipeline/breaker.h"

#include <fmt/format.h>

#include "base/json.h"

namespace lakemirror::pipeline {

namespace {

Error open_error(std::size_t removals, std::uint64_t of, std::string_view what) {
  return {.kind = ErrorKind::denied,
          .operation = "remove",
          .code = "BreakerOpen",
          .message = fmt::format("{} of {} {} would vanish at once", removals, of, what),
          .hint = "check that the source is meant to lose them; then run it with --allow-removals: lakemirror replicate --allow-removals"};
}

}  // namespace

bool Breaker::is_too_many(std::size_t removals, std::uint64_t of) const {
  return removals >= limits_.min && static_cast<double>(removals) > limits_.share * static_cast<double>(of);
}

std::optional<Error> Breaker::admit_tables(std::size_t removals, std::uint64_t known) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  while (!removed_.empty() && removed_.front().first + limits_.window < now) removed_.pop_front();
  std::size_t in_window = removals;
  for (const auto& [time, count] : removed_) in_window += count;
  // What went within the window was known before it: the share is of what there was.
  const auto before = known + (in_window - removals);
  if (!allow_all_ && is_too_many(in_window, before)) return open_error(in_window, before, "tables");
  return std::nullopt;
}

void Breaker::removed_tables(std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (count != 0) removed_.emplace_back(clock_.now(), count);
}

std::string Breaker::window() const {
  const std::lock_guard lock(mutex_);
  json::array removed;
  for (const auto& [time, count] : removed_) {
    if (time + limits_.window >= clock_.now()) removed.push_back(json::array{time.time_since_epoch().count(), count});
  }
  return json::serialize(removed);
}

void Breaker::restore_window(std::string_view text) {
  const auto value = parse_json(text);
  const std::lock_guard lock(mutex_);
  removed_.clear();
  if (!value || !value->is_array()) return;
  for (const auto& element : value->get_array()) {
    const auto* pair = element.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_int64() || !pair->at(1).is_number()) continue;
    removed_.emplace_back(Time(Milliseconds(pair->at(0).get_int64())), pair->at(1).to_number<std::size_t>());
  }
}

std::optional<Error> Breaker::admit_partitions(std::size_t removals, std::size_t held) const {
  if (allow_all_ || !is_too_many(removals, held)) return std::nullopt;
  return open_error(removals, held, "partitions of one table");
}

}  // namespace lakemirror::pipeline
