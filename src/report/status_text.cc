#include <fmt/format.h>

#include <algorithm>

#include "report/status.h"
#include "report/table.h"

namespace lakemirror::report {

namespace {

std::string line(std::string_view name, std::string_view value) {
  return fmt::format("{:<18} {}\n", name, value);
}

std::string ago(const Status& status, Time time) {
  const auto ahead = time - status.observed.now;
  // A second or two is how far the clocks of AWS and of this machine may be apart.
  if (ahead > Seconds(2))
    return fmt::format("{} (in {}: is the clock of this machine right?)", format_time(time),
                       format_duration(ahead));
  return fmt::format("{} ({} ago)", format_time(time), format_duration(status.observed.now - time));
}

std::string counts_line(const Status& status, const Paint& paint) {
  const model::Counts& counts = status.observed.counts;
  std::string pending = fmt::format("{} pending", counts.pending);
  if (counts.provisional > 0) pending += fmt::format(" ({} provisional)", counts.provisional);
  std::string parked = fmt::format("{} parked", counts.parked);
  if (counts.parked > 0) parked = paint.bad(parked);
  return fmt::format("{}, {}, {} processed", pending, parked, counts.processed);
}

std::string outcomes_line(const Status& status) {
  std::string text;
  for (const auto& [kind, count] : status.observed.counts.by_outcome) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, model::to_string(kind));
  }
  return text.empty() ? "none yet" : text;
}

std::string fence_lines(const Status& status, const Paint& paint) {
  const Observed::Fence& fence = *status.observed.fence;
  std::string text = line("fence", paint.warning("stands since " + ago(status, fence.since) +
                                                 ": nothing is applied until lakemirror resume"));
  text += line("  raised by", fence.by.empty() ? "unknown" : printable(fence.by));
  if (!fence.reason.empty()) text += line("  because", printable(fence.reason));
  return text;
}

/// The sum, and who held the most of it.
std::string over_permission_line(const Status& status) {
  const auto& by_principal = status.observed.over_permission;
  const auto most = std::max_element(by_principal.begin(), by_principal.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return fmt::format("{:.1f} s in all, most of it by {} ({:.1f} s)", status.over_permission_seconds,
                     printable(most->first), most->second);
}

std::string parked_text(const Status& status, const Paint& paint) {
  std::string text = "\n" + paint.strong("parked") + "\n";
  for (const model::Entry& entry : status.observed.parked) {
    const std::string key = entry.keys.empty() ? "" : " " + entry.keys.front();
    text += fmt::format("  {}  {}{}\n", printable(entry.event.event_id), printable(entry.event.event_name),
                        printable(key));
    text += fmt::format("    {}\n", printable(entry.error));
    if (!entry.hint.empty()) text += fmt::format("    hint: {}\n", printable(entry.hint));
  }
  const std::uint64_t shown = status.observed.parked.size();
  if (status.observed.counts.parked > shown) {
    text += fmt::format("  and {} more: lakemirror events list --flag F\n",
                        status.observed.counts.parked - shown);
  }
  return text + "  When the cause is gone: lakemirror events retry --all-parked\n";
}

}  // namespace

std::string status_text(const Status& status, const Paint& paint) {
  const Observed& seen = status.observed;
  std::string text;
  if (seen.fence) text += fence_lines(status, paint);
  text +=
      line("lag", status.lag.count() == 0 ? paint.good("0s") : paint.warning(format_duration(status.lag)));
  if (status.replication_point) {
    text += line("replication point", ago(status, *status.replication_point));
    text += line("  held by", status.replication_point_held_by);
  } else {
    text += line("replication point", "not known: no deep pass has ended yet");
  }
  if (status.over_permission_seconds > 0) text += line("over-permission", over_permission_line(status));
  if (seen.violations > 0) {
    text +=
        line("violations", paint.warning(fmt::format("{} events came after the replication point had passed "
                                                     "them; a longer trail_settle_minutes waits for such",
                                                     seen.violations)));
  }
  text += line("entries", counts_line(status, paint));
  text += line("outcomes", outcomes_line(status));
  for (const auto& [feed, lateness] : status.lateness) {
    text += line("lateness " + printable(feed),
                 fmt::format("median {}, max {} over {} of the newest entries, {} of them first",
                             format_duration(lateness.median), format_duration(lateness.max),
                             lateness.entries, lateness.first));
  }
  text += line("newest event", seen.counts.newest_event ? ago(status, *seen.counts.newest_event) : "none");
  text += line("last deep pass", seen.deep_ended ? ago(status, *seen.deep_ended) : "none has ended yet");
  for (const std::string& guard : seen.guards) text += line("guard", paint.warning(printable(guard)));
  if (seen.counts.parked > 0) text += parked_text(status, paint);
  return text;
}

}  // namespace lakemirror::report
