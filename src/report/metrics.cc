#include "report/metrics.h"

#include <array>

#include "report/exposition.h"
#include "report/seconds.h"

namespace lakemirror::report {

namespace {

using model::KeyKind;
using model::OutcomeKind;
using model::ResultKind;

// Where a process can count something at all, it counts it from 0 on: a series that begins with its first
// event has no rate at that event.
constexpr std::array outcomes = {OutcomeKind::replicated, OutcomeKind::unchanged, OutcomeKind::ignored,
                                 OutcomeKind::parked,     OutcomeKind::skipped,   OutcomeKind::superseded};
constexpr std::array kinds = {KeyKind::database,   KeyKind::table,    KeyKind::partition, KeyKind::filter,
                              KeyKind::assignment, KeyKind::settings, KeyKind::location,  KeyKind::tag,
                              KeyKind::expression, KeyKind::grants};
constexpr std::array results = {ResultKind::created,   ResultKind::updated, ResultKind::deleted,
                                ResultKind::unchanged, ResultKind::failed,  ResultKind::deferred};

template <class Key>
std::uint64_t count_of(const std::map<Key, std::uint64_t>& counts, const Key& key) {
  const auto at = counts.find(key);
  return at == counts.end() ? 0 : at->second;
}

void add_build(const Metrics& metrics, Exposition& out) {
  out.gauge("lakemirror_build_info", "Always 1; the version is in the label.")
      .add(1.0, {{"version", metrics.version}});
  out.gauge("lakemirror_healthy", "1 where /healthz answers 200, else 0.")
      .add(metrics.health.is_good() ? 1.0 : 0.0);
}

void add_points(const Status& status, Exposition& out) {
  const Observed& seen = status.observed;
  out.gauge("lakemirror_lag_seconds", "Age of the oldest pending entry; 0 when there is none.")
      .add(seconds(status.lag));
  out.gauge("lakemirror_replication_point_timestamp_seconds",
            "The instant up to which the target is known to be equal; absent before the first deep pass.")
      .add(status.replication_point);
  out.gauge("lakemirror_replication_point_age_seconds", "How long ago the replication point was.");
  if (status.replication_point) out.add(seconds(seen.now - *status.replication_point));
  out.gauge("lakemirror_newest_event_timestamp_seconds", "Event time of the newest entry.")
      .add(seen.counts.newest_event);
  out.counter("lakemirror_violations_total",
              "Events that came after the replication point had passed them. From the journal.")
      .add(seen.violations);
}

void add_entries(const Status& status, Exposition& out) {
  const model::Counts& counts = status.observed.counts;
  out.gauge("lakemirror_entries_pending", "Entries without a final outcome.").add(counts.pending);
  out.gauge("lakemirror_entries_provisional", "Of the pending: done, and to be looked at once more.")
      .add(counts.provisional);
  out.gauge("lakemirror_entries_parked", "Entries that cannot succeed now.").add(counts.parked);
  out.gauge("lakemirror_journal_entries", "Entries in the journal that have an outcome.");
  for (const OutcomeKind kind : outcomes)
    out.add(count_of(counts.by_outcome, kind), {{"outcome", std::string(to_string(kind))}});
}

void add_recent_lateness(const Status& status, Exposition& out) {
  out.gauge("lakemirror_recent_lateness_median_seconds",
            "From an event's time to its arrival by this feed, first or second; over the newest entries.");
  for (const auto& [feed, value] : status.lateness) out.add(seconds(value.median), {{"feed", feed}});
  out.gauge("lakemirror_recent_lateness_max_seconds", "The same, of the latest of them.");
  for (const auto& [feed, value] : status.lateness) out.add(seconds(value.max), {{"feed", feed}});
  out.gauge("lakemirror_recent_first_entries", "Of the newest entries: those that this feed brought first.");
  for (const auto& [feed, value] : status.lateness)
    out.add(static_cast<std::uint64_t>(value.first), {{"feed", feed}});
}

void add_guards(const Status& status, Exposition& out) {
  const Observed& seen = status.observed;
  out.gauge("lakemirror_breaker_open", "1 while the breaker holds removals back.")
      .add(seen.breaker_opened ? 1.0 : 0.0);
  out.gauge("lakemirror_fence_standing", "1 while a fence keeps the target from being changed.")
      .add(seen.fence ? 1.0 : 0.0);
  out.gauge("lakemirror_gap_open", "1 while events are known to be missing, which only a sync makes good.")
      .add(seen.has_gap ? 1.0 : 0.0);
  out.counter("lakemirror_over_permission_seconds_total",
              "For how long the target allowed what the source had taken away, of all principals together, "
              "added when it ended. From the journal.")
      .add(status.over_permission_seconds);
  out.gauge("lakemirror_over_permission_principals",
            "Principals for whom such time was ever counted, at most 1001. From the journal.")
      .add(static_cast<std::uint64_t>(seen.over_permission.size()));
}

void add_passes(const Metrics& metrics, Exposition& out) {
  out.gauge("lakemirror_last_pull_timestamp_seconds", "When CloudTrail was last read without an error.")
      .add(metrics.run.last_pull);
  out.gauge("lakemirror_last_deep_pull_timestamp_seconds",
            "When the whole window of CloudTrail was last read to its end. From the journal.");
  if (metrics.status) out.add(metrics.status->observed.deep_ended);
  out.gauge("lakemirror_last_pass_timestamp_seconds",
            "When a pass from the journal to the target last came to its end.")
      .add(metrics.run.last_pass);
  out.gauge("lakemirror_last_clean_diff_timestamp_seconds",
            "When the last comparison of everything that left no difference began. From the journal.");
  if (metrics.status) out.add(metrics.status->observed.clean_diff_began);
}

void add_run(const Metrics& metrics, Exposition& out) {
  const RunState& run = metrics.run;
  out.counter("lakemirror_ticks_total",
              "Ticks that ended, and how: in trouble means a side or the journal "
              "could not be reached.")
      .add(run.ticks - run.failed_ticks, {{"result", "ok"}})
      .add(run.failed_ticks, {{"result", "trouble"}});
  out.gauge("lakemirror_tick_duration_seconds", "How long the last tick took.").add(seconds(run.tick_took));
  out.gauge("lakemirror_trouble_seconds", "For how long ticks have ended in trouble; 0 when all is well.")
      .add(run.trouble_since ? seconds(metrics.now - *run.trouble_since) : 0.0);
  add_passes(metrics, out);
}

void add_activity(const model::Activity& activity, Exposition& out) {
  out.counter("lakemirror_entries_settled_total", "Outcomes written by this process.");
  for (const OutcomeKind kind : outcomes)
    out.add(count_of(activity.settled, kind), {{"outcome", std::string(to_string(kind))}});
  out.counter("lakemirror_entry_retries_total", "Attempts at an entry that failed and are made again.")
      .add(activity.retries);
  out.counter("lakemirror_changes_total",
              "Changes made at the target, by kind of object and what came of it.");
  for (const KeyKind kind : kinds) {
    for (const ResultKind result : results)
      out.add(count_of(activity.changes, {kind, result}),
              {{"kind", std::string(to_string(kind))}, {"result", std::string(to_string(result))}});
  }
  out.gauge("lakemirror_over_permission_open_principals",
            "Principals that hold more at the target than at the source because taking it away failed or is "
            "held back; known from the first attempt of this process on.")
      .add(activity.open_excess);
  out.histogram("lakemirror_lateness_seconds", "From an event's time to its arrival in the journal.");
  for (const auto& [feed, values] : activity.lateness) out.add(values, {{"feed", feed}});
}

void add_calls(const Metrics& metrics, Exposition& out) {
  struct Family {
    const char* name;
    const char* help;
    std::uint64_t aws::OperationCounts::*count;
  };
  constexpr std::array families = {
      Family{"lakemirror_aws_calls_total", "Calls made, retries not counted.", &aws::OperationCounts::calls},
      Family{"lakemirror_aws_retries_total", "Requests sent beyond the first of a call.",
             &aws::OperationCounts::retries},
      Family{"lakemirror_aws_throttles_total", "Answers that asked us to slow down.",
             &aws::OperationCounts::throttles},
      Family{"lakemirror_aws_failures_total", "Calls that came back with an error, of whatever kind.",
             &aws::OperationCounts::failures}};
  for (const Family& family : families) {
    out.counter(family.name, family.help);
    for (const auto& [side, operations] : metrics.calls) {
      for (const auto& [name, counts] : operations) {
        const auto colon = name.find(':');
        out.add(counts.*family.count,
                {{"side", side}, {"service", name.substr(0, colon)}, {"operation", name.substr(colon + 1)}});
      }
    }
  }
}

void add_journal(const JournalState& journal, Exposition& out) {
  out.gauge("lakemirror_journal_readable", "1 where the journal could be read for this answer, else 0.")
      .add(journal.error.empty() ? 1.0 : 0.0);
  out.gauge("lakemirror_journal_bytes", "Size of the journal's file and of its log beside it.");
  if (journal.bytes) out.add(*journal.bytes);
  out.gauge("lakemirror_journal_free_bytes", "Room on the journal's file system, for us.");
  if (journal.free_bytes) out.add(*journal.free_bytes);
}

void add_process(const ProcessState& process, Exposition& out) {
  out.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.")
      .add(process.cpu_seconds);
  out.gauge("process_resident_memory_bytes", "Resident memory size in bytes.").add(process.resident_bytes);
  out.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.").add(process.virtual_bytes);
  out.gauge("process_open_fds", "Number of open file descriptors.").add(process.open_files);
  out.gauge("process_max_fds", "Maximum number of open file descriptors.").add(process.max_files);
  out.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.")
      .add(process.start_time);
}

}  // namespace

std::string metrics_text(const Metrics& metrics) {
  Exposition out;
  add_build(metrics, out);
  if (metrics.status) {
    add_points(*metrics.status, out);
    add_entries(*metrics.status, out);
    add_recent_lateness(*metrics.status, out);
    add_guards(*metrics.status, out);
  }
  add_run(metrics, out);
  add_activity(metrics.activity, out);
  add_calls(metrics, out);
  add_journal(metrics.journal, out);
  add_process(metrics.process, out);
  return out.text();
}

}  // namespace lakemirror::report
