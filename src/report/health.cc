#include "report/health.h"

#include <algorithm>

namespace lakemirror::report {

namespace {

/// The last instant at which something is known to have moved, or has a right to stand still.
Time last_moved(const RunState& run) {
  return std::max({run.started, run.tick_ended.value_or(run.started), run.next_tick.value_or(run.started),
                   run.last_request.value_or(run.started)});
}

}  // namespace

Health judge_health(const RunState& run, const JournalState& journal, Time now) {
  Health health;
  if (run.trouble_since && now - *run.trouble_since > longest_trouble)
    health.faults.push_back("in trouble since " + format_time(*run.trouble_since) + ": " + run.trouble);
  if (const Time moved = last_moved(run); now - moved > longest_silence)
    health.faults.push_back("stuck: nothing has moved since " + format_time(moved));
  if (!journal.error.empty()) health.faults.push_back("the journal cannot be read: " + journal.error);
  if (journal.free_bytes == 0u)
    health.faults.push_back("the journal cannot grow: its file system has no room left");
  return health;
}

json::object health_json(const Health& health, const RunState& run, Time now, const std::string& fence) {
  json::object out{{"status", health.is_good() ? "ok" : "failing"},
                   {"now", format_time(now)},
                   {"started", format_time(run.started)},
                   {"tick_ended", run.tick_ended ? json::value(format_time(*run.tick_ended)) : nullptr},
                   {"faults", json::array(health.faults.begin(), health.faults.end())}};
  if (!run.trouble.empty()) out["trouble"] = run.trouble;
  if (!fence.empty()) out["fence"] = fence;
  return out;
}

}  // namespace lakemirror::report
