#include "feed/lookup_feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "feed/choose_by.h"

namespace lakemirror::feed {

namespace {

// LookupEvents looks back so far (AWS: CloudTrail user guide, event history).
constexpr Milliseconds history = std::chrono::days(90);

// Ten million events: at a request a second, two days of reading. A pass that long is no use, whatever the
// answers say.
constexpr std::size_t most_pages = 200'000;

}  // namespace

LookupFeed::LookupFeed(aws::Client& source, Intake& intake, Clock& clock, LookupSettings settings)
    : source_(source), intake_(intake), clock_(clock), settings_(std::move(settings)) {}

Result<LookupPass> LookupFeed::pull(std::stop_token stop, const OnPage& on_page) {
  Run run{.pass = {.began = clock_.now()}, .stop = std::move(stop), .on_page = on_page};
  LM_TRY(Cursor cursor, load_cursor(intake_));
  if (!cursor.first_began) {
    LM_TRY(cursor, change_cursor(intake_, [&](Cursor& stored) {
             if (!stored.first_began) stored.first_began = run.pass.began;
           }));
  }
  run.pass.deep = deep_is_due(cursor, run.pass.began);
  if (cursor.deep_began) run.expected_until = *cursor.deep_began - settings_.trail_settle;
  LM_TRY(run.pass.window_start, window_start(cursor, run));
  LM_CHECK(run.pass.deep ? read_deep(cursor, run) : read_shallow(cursor, run));
  LM_TRY(const auto gap, load_gap(intake_));
  run.pass.needs_sync = gap.has_value();
  return std::move(run.pass);
}

bool LookupFeed::deep_is_due(const Cursor& cursor, Time now) const {
  if (!cursor.deep_began || cursor.more_at) return true;
  // A cursor from the future means that the clock was set back since: its window is worth nothing until read
  // again.
  return *cursor.deep_began > now || now - *cursor.deep_began >= settings_.deep_every;
}

/// No outage to make up for: what such a pass costs says what the next one will.
bool LookupFeed::is_ordinary(const LookupPass& pass) const {
  return pass.began - pass.window_start <= 2 * settings_.window + settings_.deep_every;
}

/// One window before the start of the last completed deep pass (of the first one ever tried, while none has
/// been): an event that was delivered before that start has been read, and one delivered since happened at
/// most one window earlier. What lies too far back to be read, or takes longer than a full comparison, is
/// written down as a gap before the cursor can move past it.
Result<Time> LookupFeed::window_start(const Cursor& cursor, Run& run) {
  const Time now = run.pass.began;
  const Time wanted = std::min(cursor.deep_began.value_or(*cursor.first_began), now) - settings_.window;
  Time start = std::max(wanted, now - history);
  const auto measured = cursor.measures.find(cheapest_by(cursor, settings_));
  if (!is_ordinary({.began = now, .window_start = start}) && measured != cursor.measures.end()) {
    const auto windows =
        static_cast<double>((now - start).count()) / static_cast<double>(settings_.window.count());
    const auto page_takes = static_cast<double>(cursor.page_takes.value_or(Seconds(1)).count());
    const double takes = windows * static_cast<double>(measured->second.pages) * page_takes;
    if (takes > static_cast<double>(settings_.sync_takes.count())) start = now - settings_.window;
  }
  if (start == wanted) return start;
  LM_TRY(const auto standing, load_gap(intake_));
  const bool said = standing && standing->from <= wanted && wanted <= standing->to;
  LM_CHECK(widen_gap(intake_, {wanted, start}));
  if (!said) {
    run.pass.notes.push_back(fmt::format(
        "events between {} and {} are not read: they are too old or too many; run sync to close the gap",
        format_time(wanted), format_time(start)));
  }
  return start;
}

Result<void> LookupFeed::read_shallow(const Cursor& cursor, Run& run) {
  run.pass.by = cheapest_by(cursor, settings_);
  LM_TRY(const End end, sweep_all(run.pass.by, Depth::shallow, settings_.shallow_pages, run));
  run.pass.complete = end != End::cut_short;
  if (!run.gave_up_among_new) return {};
  LM_CHECK(change_cursor(intake_, [&](Cursor& stored) { stored.more_at = clock_.now(); }));
  return {};
}

Result<void> LookupFeed::read_deep(const Cursor& cursor, Run& run) {
  const auto cheapest = cheapest_by(cursor, settings_);
  const auto measured = cursor.measures.find(cheapest);
  const auto candidate = by_to_measure(cursor, settings_, run.pass.began);
  if (candidate && is_ordinary(run.pass)) {
    LM_TRY(const End end,
           measure(*candidate, measured == cursor.measures.end() ? 0 : measured->second.pages, run));
    if (end != End::page_limit) return {};
  }
  run.pass.by = cheapest;
  run.by_name.clear();
  const std::size_t before = run.pass.pages;
  LM_TRY(const End end, sweep_all(cheapest, Depth::deep, most_pages, run));
  if (end == End::last_page) return complete_deep(run.pass.pages - before, run);
  if (end == End::page_limit) run.pass.notes.push_back("LookupEvents did not come to an end; run sync");
  return {};
}

/// A deep pass by another attribute, given up when it needs more pages than the one in use. Either way its
/// cost is known afterwards.
Result<LookupFeed::End> LookupFeed::measure(LookupBy by, std::size_t page_limit, Run& run) {
  run.pass.by = by;
  const std::size_t before = run.pass.pages;
  LM_TRY(const End end, sweep_all(by, Depth::deep, page_limit, run));
  if (end == End::last_page) LM_CHECK(complete_deep(run.pass.pages - before, run));
  if (end == End::page_limit) {
    const Measure measured{.pages = page_limit + 1, .taken = run.pass.began};
    LM_CHECK(change_cursor(intake_, [&](Cursor& stored) { stored.measures[by] = measured; }));
  }
  return end;
}

Result<void> LookupFeed::complete_deep(std::size_t pages, Run& run) {
  LM_CHECK(change_cursor(intake_, [&](Cursor& stored) { advance(stored, pages, run); }));
  run.pass.complete = true;
  return {};
}

/// A pass that began later, and is at its end already, has the last word on how far the history is read. What
/// lies in the future, by more than clocks of several machines differ, is of a clock that was set back since.
void LookupFeed::advance(Cursor& cursor, std::size_t pages, const Run& run) const {
  const auto& pass = run.pass;
  const Time now = clock_.now();
  const auto gives_way = [&](Time stored) {
    return stored <= pass.began || stored > now + settings_.deep_every;
  };
  if (!cursor.deep_began || gives_way(*cursor.deep_began)) {
    cursor.deep_began = pass.began;
    cursor.deep_ended = now;
  }
  if (cursor.more_at && gives_way(*cursor.more_at)) cursor.more_at.reset();
  if (pass.pages > 0) cursor.page_takes = (now - pass.began) / static_cast<long long>(pass.pages);
  if (!is_ordinary(pass)) return;
  cursor.measures[pass.by] = {.pages = pages, .taken = now};
  if (pass.by != LookupBy::name)
    cursor.measures[LookupBy::name] = {.pages = pages_by_name(run), .taken = now};
}

/// What asking by name would have cost: at least one page for each.
std::size_t LookupFeed::pages_by_name(const Run& run) const {
  constexpr std::size_t page_size = 50;
  std::size_t pages = 0;
  for (const auto& name : settings_.event_names) {
    const auto found = run.by_name.find(name);
    pages += found == run.by_name.end() ? 1 : (found->second + page_size - 1) / page_size;
  }
  return pages;
}

}  // namespace lakemirror::feed
