#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "model/counts.h"
#include "model/entry.h"
#include "report/paint.h"

namespace lakemirror::report {

/// What is known of the state of replication, as read from a journal at one moment.
struct Observed {
  Time now = {};
  Milliseconds trail_settle = std::chrono::minutes(30);
  model::Counts counts = {};
  std::vector<model::Entry> recent = {};  ///< newest first: what lateness is measured on
  std::vector<model::Entry> parked = {};  ///< newest first, bounded
  std::optional<Time> deep_began = {};    ///< of the last deep pass that ended
  std::optional<Time> deep_ended = {};
  std::uint64_t violations = 0;  ///< events that came after the replication point had passed them
  /// For how many seconds each principal held permissions at the target that the source had taken away.
  std::map<std::string, double> over_permission = {};
  std::optional<Time> clean_diff_began = {};  ///< of the last full comparison that found no difference
  std::optional<Time> breaker_opened = {};    ///< while it holds removals back
  bool has_gap = false;                       ///< events are known to be missing
  /// While one stands nothing is applied: since when, who raised it, and why.
  struct Fence {
    Time since = {};
    std::string by = {};
    std::string reason = {};
  };
  std::optional<Fence> fence = {};
  std::vector<std::string> guards = {};  ///< what holds replication back, in words: an open breaker
};

/// From an event's time to its arrival in the journal by one feed, over the entries looked at.
struct Lateness {
  std::size_t entries = 0;  ///< that it brought, first or as the other feed
  std::size_t first = 0;    ///< of these: before any other feed
  Milliseconds median = {};
  Milliseconds max = {};
};

/// The words of the design, computed: what `status` tells.
struct Status {
  Observed observed = {};
  Milliseconds lag = {};                          ///< age of the oldest pending entry, 0 if none
  std::map<std::string, Lateness> lateness = {};  ///< by feed
  std::optional<Time> replication_point =
      {};                              ///< absent until a deep pass has ended or a full diff was clean
  double over_permission_seconds = 0;  ///< of all principals
  std::string replication_point_held_by = {};  ///< what keeps it from being later, in words
};

Status make_status(Observed observed);

std::string status_text(const Status& status, const Paint& paint);
json::object status_json(const Status& status);

}  // namespace lakemirror::report
