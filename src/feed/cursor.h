#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "base/clock.h"
#include "feed/intake.h"
#include "feed/lookup_settings.h"

namespace lakemirror::feed {

/// How many pages a deep pass over one window needed, asked by one attribute.
struct Measure {
  std::size_t pages = 0;
  Time taken = {};
};

/// How far LookupEvents has been read, kept in its intake as JSON under "feed/lookup/cursor". Any number of
/// passes may be at it at a time.
struct Cursor {
  /// When this feed was first asked to read: what happened since one window before that is its business.
  std::optional<Time> first_began = {};
  /// Start and end of the last deep pass that came to its end. All events that CloudTrail had delivered by
  /// the start are stored.
  std::optional<Time> deep_began = {};
  std::optional<Time> deep_ended = {};
  /// When a shallow pass last gave up among new events. Stands until a deep pass that began afterwards has
  /// come to its end; while it does, passes are deep.
  std::optional<Time> more_at = {};
  /// What is known about the cost of asking; only ever a hint.
  std::map<LookupBy, Measure> measures = {};
  std::optional<Milliseconds> page_takes = {};
};

/// An empty Cursor when there is none yet; `corrupt` when what is stored cannot be read, since beginning anew
/// would leave a hole.
Result<Cursor> load_cursor(Intake& intake);
/// Changes what is stored, and nothing that `change` does not: other passes may have stored theirs since this
/// one began. `change` may be called more than once. Returns what is stored then.
Result<Cursor> change_cursor(Intake& intake, const std::function<void(Cursor&)>& change);
/// Makes what happened since one window before `time` the feed's business, unless it has begun already: for a
/// full synchronisation that comes before the first pass.
Result<void> begin_at(Intake& intake, Time time);

/// How many events came after the replication point had passed them, later than `trail_settle` allows.
Result<std::uint64_t> load_violations(Intake& intake);
Result<void> add_violations(Intake& intake, std::uint64_t count);

/// A stretch of event time that was not read and that only a full comparison can close.
struct Gap {
  Time from = {};
  Time to = {};
};
Result<std::optional<Gap>> load_gap(Intake& intake);
/// Joins `gap` with the one that stands already, if any.
Result<void> widen_gap(Intake& intake, Gap gap);
/// Says that a full comparison and synchronisation begun at `sync_began` has ended well; closes a gap that
/// ended before.
Result<void> close_gap(Intake& intake, Time sync_began);

}  // namespace lakemirror::feed
