#include "setup/observe.h"

#include "feed/cursor.h"
#include "pipeline/journal_intake.h"
#include "pipeline/journal_values.h"
#include "pipeline/over_permission_tally.h"

namespace lakemirror::setup {

namespace {

constexpr std::size_t recent_entries = 1000;  // enough for a median; read in a few milliseconds
constexpr std::size_t parked_entries = 20;    // a screenful; `events list --flag F` shows them all

Result<std::optional<Time>> time_value(journal::Journal& journal, std::string_view name) {
  LM_TRY(const std::optional<std::string> text, journal.value(name));
  if (!text || text->empty()) return std::optional<Time>();
  LM_TRY(const Time time, parse_time(*text));
  return std::optional<Time>(time);
}

}  // namespace

Result<report::Observed> observe(journal::Journal& journal, Time now, Milliseconds trail_settle) {
  LM_TRY(report::Observed seen, observe_counts(journal, now, trail_settle));
  LM_TRY(seen.recent, journal.recent(recent_entries));
  LM_TRY(seen.parked, journal.list({.flag = model::ProcessedFlag::parked, .limit = parked_entries}));
  return seen;
}

Result<report::Observed> observe_counts(journal::Journal& journal, Time now, Milliseconds trail_settle) {
  report::Observed seen{.now = now, .trail_settle = trail_settle};
  LM_TRY(seen.counts, journal.counts());
  pipeline::JournalIntake intake(journal);
  LM_TRY(const feed::Cursor cursor, feed::load_cursor(intake));
  seen.deep_began = cursor.deep_began;
  seen.deep_ended = cursor.deep_ended;
  LM_TRY(seen.violations, feed::load_violations(intake));
  LM_TRY(seen.clean_diff_began, time_value(journal, pipeline::journal_value::clean_diff_began));
  LM_TRY(const auto excess, journal.value(pipeline::journal_value::over_permission));
  if (excess) {
    pipeline::OverPermissionTally tally;
    tally.restore(*excess);
    seen.over_permission = tally.by_principal();
  }
  LM_TRY(const auto breaker_opened, time_value(journal, pipeline::journal_value::breaker_opened));
  seen.breaker_opened = breaker_opened;
  if (breaker_opened) {
    seen.guards.push_back("the breaker holds removals since " + format_time(*breaker_opened) +
                          "; when they are meant: lakemirror replicate --allow-removals");
  }
  LM_TRY(const auto fence, journal.fence());
  if (fence) seen.fence = {.since = fence->since, .by = fence->by, .reason = fence->reason};
  LM_TRY(const auto gap, feed::load_gap(intake));
  seen.has_gap = gap.has_value();
  if (gap) {
    seen.guards.push_back("events from " + format_time(gap->from) + " to " + format_time(gap->to) +
                          " were not read; close the gap with: lakemirror sync --delete");
  }
  return seen;
}

}  // namespace lakemirror::setup
