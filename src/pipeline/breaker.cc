#include "pipeline/breaker.h"

#include <fmt/format.h>

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
  if (removals != 0) removed_.emplace_back(now, removals);
  return std::nullopt;
}

std::optional<Error> Breaker::admit_partitions(std::size_t removals, std::size_t held) const {
  if (allow_all_ || !is_too_many(removals, held)) return std::nullopt;
  return open_error(removals, held, "partitions of one table");
}

}  // namespace lakemirror::pipeline
