#include "report/entry_json.h"
#include "report/seconds.h"
#include "report/status.h"

namespace lakemirror::report {

namespace {

json::value time_or_null(const std::optional<Time>& time) {
  return time ? json::value(format_time(*time)) : json::value(nullptr);
}

json::object over_permission_json(const std::map<std::string, double>& seconds) {
  json::object object;
  for (const auto& [principal, value] : seconds) object[principal] = value;
  return object;
}

json::value fence_json(const std::optional<Observed::Fence>& fence) {
  if (!fence) return nullptr;
  return json::object{{"since", format_time(fence->since)}, {"by", fence->by}, {"reason", fence->reason}};
}

json::object counts_json(const model::Counts& counts) {
  json::object outcomes;
  for (const auto& [kind, count] : counts.by_outcome) outcomes[model::to_string(kind)] = count;
  return {{"pending", counts.pending},
          {"provisional", counts.provisional},
          {"parked", counts.parked},
          {"processed", counts.processed},
          {"by_outcome", std::move(outcomes)}};
}

}  // namespace

json::object status_json(const Status& status) {
  const Observed& seen = status.observed;
  json::object lateness;
  for (const auto& [feed, value] : status.lateness) {
    lateness[feed] = {{"entries", value.entries},
                      {"first", value.first},
                      {"median_seconds", seconds(value.median)},
                      {"max_seconds", seconds(value.max)}};
  }
  json::array parked;
  for (const model::Entry& entry : seen.parked) parked.push_back(entry_json(entry));
  return {{"now", format_time(seen.now)},
          {"fence", fence_json(seen.fence)},
          {"lag_seconds", seconds(status.lag)},
          {"replication_point", time_or_null(status.replication_point)},
          {"replication_point_held_by", status.replication_point_held_by},
          {"violations", seen.violations},
          {"over_permission_seconds", status.over_permission_seconds},
          {"over_permission_by_principal", over_permission_json(seen.over_permission)},
          {"counts", counts_json(seen.counts)},
          {"oldest_pending", time_or_null(seen.counts.oldest_pending)},
          {"newest_event", time_or_null(seen.counts.newest_event)},
          {"lateness", std::move(lateness)},
          {"deep_pass_began", time_or_null(seen.deep_began)},
          {"deep_pass_ended", time_or_null(seen.deep_ended)},
          {"clean_diff_began", time_or_null(seen.clean_diff_began)},
          {"guards", json::array(seen.guards.begin(), seen.guards.end())},
          {"parked", std::move(parked)}};
}

}  // namespace lakemirror::report
