#pragma once

#include <string>
#include <vector>

#include "local/knobs.h"
#include "workload/options.h"

namespace lakemirror::simulate {

/// Everything a seed decides before its history begins.
struct Plan {
  std::uint64_t seed = 0;
  int changes = 60;  ///< at the source
  local::Knobs knobs = {};
  workload::Options workload = {};
  workload::BucketPairs buckets = {};
  bool lake_formation = false;  ///< changed, and compared
  int tries =
      2;  ///< of a call that fails in passing, within one pass: once would fail most comparisons of all
  double crash = 0;         ///< share of passes that do not live to their end
  double same_instant = 0;  ///< share of changes without any time since the one before
  double outage = 0;        ///< chance after a change that the replicator is away for hours
  double denial = 0;        ///< chance after a change that IAM begins to deny a kind of read for a while
  double drain = 0;         ///< chance after a change that everything is let come to rest and judged
  Milliseconds longest_pause{0};  ///< between two changes
  Milliseconds settle{0};         ///< the replicator's read_settle; stale reads are always shorter

  Milliseconds grants_listed_every = Seconds(60);

  std::string text() const;  ///< one line for people
};

/// Most seeds have most troubles, in strengths of their own; some have few, because a rare trouble alone may
/// show what many at once hide.
Plan draw_plan(std::uint64_t seed, bool lake_formation);

/// The names of the events that such plans make happen.
std::vector<std::string> planned_events(bool lake_formation);

}  // namespace lakemirror::simulate
