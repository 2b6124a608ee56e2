#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "model/key.h"

namespace lakemirror::pipeline {

/// Stops removals when too large a share of something would vanish at once: a mistake at the source (or a
/// role that suddenly sees nothing) must not empty the target before somebody has looked. Safe for concurrent
/// use.
class Breaker {
 public:
  struct Limits {
    double share = 0.3;
    std::size_t min = 25;
    Milliseconds window = std::chrono::minutes(10);
  };

  Breaker(Clock& clock, Limits limits) : clock_(clock), limits_(limits) {}

  /// Whether `removals` more tables may go, of `known` tables in all, given what went within the window. The
  /// Error (denied, code "BreakerOpen") says what to do.
  std::optional<Error> admit_tables(std::size_t removals, std::uint64_t known);
  /// So many tables went.
  void removed_tables(std::size_t count);
  /// The same for the partitions of one table, of `held` now at the target.
  std::optional<Error> admit_partitions(const model::Key& table, std::size_t removals, std::size_t held);
  /// Whether so many removals are few enough not to ask how many partitions there are.
  bool are_few_partitions(const model::Key& table, std::size_t removals);
  void removed_partitions(const model::Key& table, std::size_t count);

  /// The same for principals' holdings that a listing of grants lacks, of `held` now at the target. A listing
  /// of nothing at all removes none, however few there are.
  std::optional<Error> admit_grants(std::size_t removals, std::size_t held, bool lists_nothing);
  void removed_grants(std::size_t count);

  /// What went within the window, as text to be kept between processes, and back.
  std::string window() const;
  void restore_window(std::string_view text);

  /// An operator said that the removals are meant; holds until the next call with false.
  void allow_all(bool allow) { allow_all_ = allow; }

 private:
  using Window = std::deque<std::pair<Time, std::size_t>>;

  bool is_too_many(std::size_t removals, std::uint64_t of) const;
  /// How many went within the window; lets go of what went before it.
  std::size_t count_in(Window& window) const;
  std::size_t removed_lately(const model::Key& table);
  json::array to_json(const Window& window) const;
  static Window from_json(const json::array* removed);

  Clock& clock_;
  Limits limits_;
  bool allow_all_ = false;
  mutable std::mutex mutex_;
  Window removed_;
  Window removed_grants_;
  std::map<model::Key, Window> removed_partitions_;  ///< by table; only what went within the window
};

}  // namespace lakemirror::pipeline
