#include "report/status.h"

#include <algorithm>

namespace lakemirror::report {

namespace {

std::map<std::string, Lateness> lateness_by_feed(const std::vector<model::Entry>& entries) {
  std::map<std::string, std::vector<Milliseconds>> delays;
  std::map<std::string, std::size_t> first;
  const auto add = [&](const model::Entry& entry, const std::string& feed, Time received_at) {
    // A clock that runs ahead at the source is no negative lateness.
    delays[feed].push_back(std::max(Milliseconds(0), received_at - entry.event.event_time));
  };
  for (const model::Entry& entry : entries) {
    add(entry, entry.event.feed, entry.received_at);
    ++first[entry.event.feed];
    if (entry.other_received_at) add(entry, entry.other_feed, *entry.other_received_at);
  }
  std::map<std::string, Lateness> result;
  for (auto& [feed, values] : delays) {
    std::sort(values.begin(), values.end());
    result[feed] = {.entries = values.size(),
                    .first = first[feed],
                    .median = values[values.size() / 2],
                    .max = values.back()};
  }
  return result;
}

/// The latest instant up to which every entry is settled and every event must have arrived.
void set_replication_point(Status& status) {
  const Observed& seen = status.observed;
  if (seen.deep_began) {
    status.replication_point = *seen.deep_began - seen.trail_settle;
    status.replication_point_held_by = "events may arrive " + format_duration(seen.trail_settle) + " late";
    if (seen.counts.oldest_unsettled && *seen.counts.oldest_unsettled <= *status.replication_point) {
      status.replication_point = *seen.counts.oldest_unsettled - Milliseconds(1);
      status.replication_point_held_by = "an entry that is pending, parked or skipped";
    }
  }
  if (seen.clean_diff_began &&
      (!status.replication_point || *seen.clean_diff_began > *status.replication_point)) {
    status.replication_point = seen.clean_diff_began;
    status.replication_point_held_by = "the last full diff that found nothing";
  }
}

}  // namespace

Status make_status(Observed observed) {
  Status status{.observed = std::move(observed)};
  const Observed& seen = status.observed;
  if (seen.counts.oldest_pending) {
    status.lag = std::max(Milliseconds(0), seen.now - *seen.counts.oldest_pending);
  }
  for (const auto& [principal, seconds] : seen.over_permission) status.over_permission_seconds += seconds;
  status.lateness = lateness_by_feed(seen.recent);
  set_replication_point(status);
  return status;
}

}  // namespace lakemirror::report
