#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "journal/journal.h"

namespace lakemirror::cli {

/// How far a demo has come, as plain values.
struct DemoState {
  // What was done at the source.
  std::size_t prepared = 0;  ///< calls that were made before the workload began, and leave an event
  std::size_t planned = 0;
  std::size_t changes = 0;
  std::size_t refused = 0;  ///< of those that were meant to be
  std::map<std::string, std::size_t> by_event =
      {};                                   ///< successful ones, by event name; all names from the start
  std::string last_change = {};             ///< "UpdateTable database/sales/table/orders"
  std::optional<Time> last_change_at = {};  ///< of the very last one; absent while there are more to come

  // What the replicator did at the target.
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t deleted = 0;
  std::optional<Time> last_look = {};  ///< when the last look at the source that came to its end began
  std::string trouble = {};

  // What the journal says.
  std::optional<Time> counted_after = {};  ///< `last_look` as it was before the entries were counted
  model::Counts counts = {};
  Milliseconds lag = {};
  Milliseconds longest_lag = {};

  std::optional<Error> failure = {};  ///< what ended the workload or the replication before its time

  std::size_t events() const { return counts.pending + counts.parked + counts.processed; }

  /// Everything that was done at the source by `since` has come to an outcome: a look begun after it has
  /// brought its events (refused changes leave one too), and none of them is pending.
  bool is_settled(Time since) const {
    return counted_after && *counted_after >= since && events() >= prepared + changes + refused &&
           counts.pending == 0;
  }
};

}  // namespace lakemirror::cli
