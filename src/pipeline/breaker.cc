#include "pipeline/breaker.h"

#include <fmt/format.h>

namespace lakemirror::pipeline {

namespace {

Error open_error(std::size_t removals, std::uint64_t of, std::string_view what) {
  return {.kind = ErrorKind::denied,
          .operation = "remove",
          .code = "BreakerOpen",
          .message = fmt::format("{} of {} {} would vanish at once", removals, of, what),
          .hint =
              "check that the source is meant to lose them; then run it with --allow-removals: lakemirror "
              "replicate --allow-removals"};
}

}  // namespace

bool Breaker::is_too_many(std::size_t removals, std::uint64_t of) const {
  return removals >= limits_.min && static_cast<double>(removals) > limits_.share * static_cast<double>(of);
}

std::size_t Breaker::count_in(Window& window) const {
  while (!window.empty() && window.front().first + limits_.window < clock_.now()) window.pop_front();
  std::size_t count = 0;
  for (const auto& [time, removed] : window) count += removed;
  return count;
}

std::optional<Error> Breaker::admit_tables(std::size_t removals, std::uint64_t known) {
  const std::lock_guard lock(mutex_);
  const auto gone = count_in(removed_);
  // What went within the window was known before it: the share is of what there was.
  if (allow_all_ || !is_too_many(gone + removals, known + gone)) return std::nullopt;
  return open_error(gone + removals, known + gone, "tables");
}

void Breaker::removed_tables(std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (count != 0) removed_.emplace_back(clock_.now(), count);
}

std::optional<Error> Breaker::admit_grants(std::size_t removals, std::size_t held, bool lists_nothing) {
  const std::lock_guard lock(mutex_);
  const auto gone = count_in(removed_grants_);
  const bool is_suspect = lists_nothing && removals != 0;
  if (allow_all_ || !(is_suspect || is_too_many(gone + removals, held + gone))) return std::nullopt;
  return open_error(gone + removals, held + gone, "holders of grants");
}

void Breaker::removed_grants(std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (count != 0) removed_grants_.emplace_back(clock_.now(), count);
}

json::array Breaker::to_json(const Window& window) const {
  json::array removed;
  for (const auto& [time, count] : window) {
    if (time + limits_.window >= clock_.now())
      removed.push_back(json::array{time.time_since_epoch().count(), count});
  }
  return removed;
}

Breaker::Window Breaker::from_json(const json::array* removed) {
  Window window;
  if (removed == nullptr) return window;
  for (const auto& element : *removed) {
    const auto* pair = element.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_int64() || !pair->at(1).is_number()) continue;
    window.emplace_back(Time(Milliseconds(pair->at(0).get_int64())), pair->at(1).to_number<std::size_t>());
  }
  return window;
}

std::string Breaker::window() const {
  const std::lock_guard lock(mutex_);
  return json::serialize(json::object{{"tables", to_json(removed_)}, {"grants", to_json(removed_grants_)}});
}

void Breaker::restore_window(std::string_view text) {
  const auto value = parse_json(text);
  const json::object* kept = value ? value->if_object() : nullptr;
  const std::lock_guard lock(mutex_);
  removed_ = from_json(kept == nullptr ? nullptr : array_at(*kept, "tables"));
  removed_grants_ = from_json(kept == nullptr ? nullptr : array_at(*kept, "grants"));
}

std::size_t Breaker::removed_lately(const model::Key& table) {
  const auto found = removed_partitions_.find(table);
  if (found == removed_partitions_.end()) return 0;
  const auto count = count_in(found->second);
  if (count == 0) removed_partitions_.erase(found);
  return count;
}

bool Breaker::are_few_partitions(const model::Key& table, std::size_t removals) {
  const std::lock_guard lock(mutex_);
  return allow_all_ || removals + removed_lately(table) < limits_.min;
}

std::optional<Error> Breaker::admit_partitions(const model::Key& table, std::size_t removals,
                                               std::size_t held) {
  const std::lock_guard lock(mutex_);
  const auto gone = removed_lately(table);
  if (allow_all_ || !is_too_many(gone + removals, held + gone)) return std::nullopt;
  auto error = open_error(gone + removals, held + gone, "partitions of one table");
  error.subject = table.text();
  return error;
}

void Breaker::removed_partitions(const model::Key& table, std::size_t count) {
  const std::lock_guard lock(mutex_);
  if (count != 0) removed_partitions_[table].emplace_back(clock_.now(), count);
}

}  // namespace lakemirror::pipeline
