#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "local/record.h"

namespace lakemirror::local {

/// One Region's Event history. Not safe for concurrent use: the Region's lock guards it.
class Trail {
 public:
  /// LookupEvents goes back 90 days (documented).
  static constexpr std::chrono::days kept_for{90};

  /// Gives the record its sequence, and an event time no earlier than its predecessor's.
  void append(Record record, Time now);

  /// The one shared copy of a caller.
  std::shared_ptr<const Caller> intern(Caller caller);

  struct Range {
    std::uint64_t before;           ///< sequence to begin below, exclusive
    Time start;                     ///< earliest event time, inclusive
    Time end;                       ///< latest event time, inclusive
    std::optional<bool> read_only;  ///< only these
  };

  /// Visits records newest first until visit returns false.
  void scan(const Range& range, const std::function<bool(const Record&)>& visit) const;

  std::uint64_t next_sequence() const { return next_; }

 private:
  // Reads are many and seldom asked for; their number is bounded far below that of changes. At about 500
  // bytes a read and 2 KB a change both bounds are a few hundred megabytes apart from any sensible use.
  static constexpr std::size_t most_reads = 100'000;
  static constexpr std::size_t most_changes = 1'000'000;
  static constexpr std::size_t most_callers = 1'000;

  struct CallerLess {
    bool operator()(const std::shared_ptr<const Caller>& a, const std::shared_ptr<const Caller>& b) const {
      return *a < *b;
    }
  };

  std::deque<Record> reads_;
  std::deque<Record> changes_;
  std::set<std::shared_ptr<const Caller>, CallerLess> callers_;
  std::uint64_t next_ = 1;
  Time latest_ = {};
};

}  // namespace lakemirror::local
