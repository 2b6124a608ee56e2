#include "pipeline/loop.h"

#include <algorithm>

#include "aws/error.h"
#include "base/log.h"
#include "journal/lease_errors.h"
#include "pipeline/journal_values.h"

namespace lakemirror::pipeline {

namespace {

constexpr Milliseconds longest_pause =
    std::chrono::minutes(5);                               ///< between attempts to reach a side that is away
constexpr Milliseconds between_questions = Seconds(1);     ///< whether it may go on
constexpr Milliseconds shortest_pause = Milliseconds(50);  ///< so that a due entry never makes the loop spin

/// SQLITE_BUSY and SQLITE_LOCKED: somebody else writes to the journal, such as `events retry`.
bool is_busy(const Error& error) { return error.code == "SQLite 5" || error.code == "SQLite 6"; }

/// What no retry mends ends the loop, and so does a lost lease: its caller asks for it again; everything else
/// is said once and tried again. A journal that cannot be written to ends it too: without it nothing may go
/// on.
bool is_final(const Error& error) {
  return error.kind == ErrorKind::corrupt || journal::is_about_the_lease(error) ||
         (error.operation.starts_with("journal") && !is_busy(error));
}

}  // namespace

Loop::Loop(feed::LookupFeed& feed, Replicator& replicator, journal::Journal& journal, Clock& clock,
           Options options)
    : feed_(feed), replicator_(replicator), journal_(journal), clock_(clock), options_(options) {}

/// The guard of the first run, and one pull: from here on the feed is responsible for every event, also for
/// those of the hours that copying what exists may take.
Result<void> Loop::prepare(std::stop_token stop) {
  if (prepared_) return {};
  LM_CHECK(replicator_.check_target());
  LM_TRY(const auto pulled, feed_.pull(stop));
  if (pulled.error) return fail(*pulled.error);
  prepared_ = true;
  return {};
}

Result<void> Loop::bootstrap(std::stop_token stop) {
  if (!options_.bootstrap || clock_.now() < next_bootstrap_) return {};
  LM_TRY(const auto done, journal_.value(journal_value::bootstrapped));
  if (done) {
    options_.bootstrap = false;
    return {};
  }
  log::info("copying what exists at the source");
  LM_TRY(const auto report, replicator_.sync({}, stop));
  log::info("copied: {} databases, {} tables and {} partitions compared, {} changed, {} failed",
            report.databases, report.tables, report.partitions, report.applied, report.failed);
  if (stop.stop_requested()) return {};
  if (report.failed == 0) return journal_.set_value(journal_value::bootstrapped, format_time(clock_.now()));
  for (const auto& note : report.notes) log::warn("{}", note);
  const auto failed = std::find_if(report.differences.begin(), report.differences.end(),
                                   [](const Difference& difference) { return !difference.error.empty(); });
  const std::string why = failed == report.differences.end() ? "" : ", such as: " + failed->error;
  next_bootstrap_ =
      clock_.now() + std::min<Milliseconds>(std::chrono::minutes(1) * (1 << std::min(bootstraps_++, 6)),
                                            std::chrono::hours(1));
  log::warn("not all could be copied, and is tried again at {}{}", format_time(next_bootstrap_), why);
  return {};
}

Result<void> Loop::run(std::stop_token stop, const std::function<void(const Tick&)>& on_tick) {
  std::string said;
  while (!stop.stop_requested()) {
    Tick ticked;
    ticked.began = clock_.now();
    auto worked = prepare(stop);
    if (!worked && worked.error().code == "TargetNotEmpty") return worked;
    if (worked) worked = bootstrap(stop);
    if (worked) worked = tick(stop, ticked);
    if (!worked && is_final(worked.error())) return worked;
    ticked.trouble = worked ? std::string() : worked.error().text();
    if (ticked.trouble != said && !stop.stop_requested()) {
      ticked.trouble.empty() ? log::info("all well again") : log::warn("{}; trying again", ticked.trouble);
      said = ticked.trouble;
    }
    failures_ = worked ? 0 : failures_ + 1;
    ticked.ended = ticked.next = clock_.now();
    if (!ticked.pass.more || !worked) ticked.next += pause_after(ticked.began, worked.has_value());
    if (on_tick) on_tick(ticked);
    LM_CHECK(sleep_until(ticked.next, stop));
  }
  return {};
}

Result<void> Loop::sleep_until(Time next, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Milliseconds left = next - clock_.now();
    if (left.count() <= 0) return {};
    clock_.sleep_for(options_.may_go_on ? std::min(left, between_questions) : left, stop);
    if (!options_.may_go_on) return {};
    const auto may = options_.may_go_on();
    if (!may && journal::is_about_the_lease(may.error())) return may;
  }
  return {};
}

Result<void> Loop::tick(std::stop_token stop, Tick& tick) {
  // What is journalled is replicated even while the source's CloudTrail cannot be read, and the other way
  // round.
  auto pulled = feed_.pull(stop);
  if (pulled) tick.pull = std::move(*pulled);
  tick.pulled = pulled && !tick.pull.error;
  LM_TRY(tick.pass, replicator_.replicate(stop));
  tick.replicated = true;
  if (!pulled) return fail(pulled.error());
  if (tick.pull.error) return fail(*tick.pull.error);
  return {};
}

Milliseconds Loop::pause_after(Time began, bool worked) {
  const auto now = clock_.now();
  if (!worked) return std::min(longest_pause, options_.tick * (1 << std::min(failures_, 6)));
  Time wake = began + options_.tick;
  if (const auto due = journal_.next_due(now); due && *due) wake = std::min(wake, **due);
  return std::max(shortest_pause, wake - now);
}

}  // namespace lakemirror::pipeline
