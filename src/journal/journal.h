#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/fence_note.h"
#include "model/counts.h"
#include "model/entry.h"
#include "model/key.h"

namespace lakemirror::journal {

/// Where every event is kept from the moment it is read until long after its outcome. Every mutating call is
/// durable when it returns. Implementations are safe for concurrent use. Errors: `retry` when the store is
/// busy, full or out of reach, `corrupt` when what is stored cannot be trusted. A call that failed has
/// written nothing, or, where the store writes one thing at a time, a part of what it was given: to ask again
/// is safe.
class Journal {
 public:
  virtual ~Journal() = default;

  struct Arrival {
    std::string event_id;
    Time event_time;
  };

  /// Stores the events whose ids are not stored yet, with flag `N` and the given received-at time. An id that
  /// is stored already is left exactly as it is, but for one thing: the first time that another feed brings
  /// it, that feed and this received-at time are noted as the entry's other ones. Returns, for each event,
  /// whether it was new.
  virtual Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) = 0;

  /// Says that somebody else stored these just now. A journal whose listings lag behind what is stored has
  /// them due all the same; to others they are nothing new.
  virtual void expect(std::span<const Arrival>) {}

  /// For each id, whether it is stored.
  virtual Result<std::vector<bool>> contains(std::span<const std::string> event_ids) = 0;

  /// Where a scan of due entries goes on: the time and id of the last entry it gave. A default one starts at
  /// the oldest.
  struct Position {
    Time event_time = Time::min();
    std::string event_id = {};
  };
  /// Up to `limit` entries after `position`, oldest first, that are pending, or parked with a next attempt,
  /// and whose next attempt (if any) is not after `now`. An empty answer ends the scan.
  virtual Result<std::vector<model::Entry>> due(Time now, std::size_t limit, const Position& position) = 0;
  /// The earliest next attempt among entries that are not due yet, for the loop to sleep until.
  virtual Result<std::optional<Time>> next_due(Time now) = 0;

  /// Writes the outcomes, counting one attempt for each. An id that is not stored is an error
  /// (`missing`, nothing written). An entry that is processed already is left as it is: an operator may have
  /// skipped it meanwhile.
  virtual Result<void> settle(std::span<const model::Outcome> outcomes, Time now) = 0;

  using Concerns = std::function<bool(const std::vector<std::string>& keys)>;
  /// Of the oldest `limit` entries that failed and wait for a next attempt after `to`, those whose keys
  /// concern somebody wait no longer than until `to`. Returns how many these are.
  virtual Result<std::size_t> bring_forward(Time to, std::size_t limit, const Concerns& concerns) = 0;

  virtual Result<std::optional<model::Entry>> find(std::string_view event_id) = 0;

  struct Filter {
    std::optional<model::ProcessedFlag> flag = {};
    std::optional<model::OutcomeKind> outcome = {};
    std::string event_name = {};
    std::string key_prefix = {};  ///< entries with a key that is this or lies below it
    std::optional<Time> since = {};
    std::size_t limit = 100;
  };
  /// Newest first. `event.record` is left empty.
  virtual Result<std::vector<model::Entry>> list(const Filter& filter) = 0;

  /// Entries that came lately, newest first, without records: for statistics. All of them where that is
  /// cheap.
  virtual Result<std::vector<model::Entry>> recent(std::size_t limit) { return list({.limit = limit}); }

  /// Makes a parked entry (or a pending one that waits) due at once: flag `N`, no next attempt, as if it had
  /// not failed before; a parked one loses its outcome and keeps error and hint until it is settled again.
  /// `missing` when there is no such entry, `invalid` when it is processed.
  virtual Result<void> retry(std::string_view event_id) = 0;
  /// Retries every parked entry; returns how many.
  virtual Result<std::size_t> retry_all_parked() = 0;
  /// An operator's word that an entry is not to be replicated, and why. Sets `skipped`. `missing` when there
  /// is no such entry, `invalid` when it is processed.
  virtual Result<void> skip(std::string_view event_id, std::string_view why, Time now) = 0;

  virtual Result<model::Counts> counts() = 0;

  /// Small named texts kept beside the entries: cursors, guards, marks. Absent when never set.
  virtual Result<std::optional<std::string>> value(std::string_view name) = 0;
  virtual Result<void> set_value(std::string_view name, std::string_view text) = 0;
  /// Sets the text if it is still what `was` says: false where somebody else has written it meanwhile. A
  /// write whose answer was lost may say false of itself.
  virtual Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                                     std::string_view text) = 0;

  /// The fence that stands, for those who only look; see journal/fence.h.
  virtual Result<std::optional<FenceNote>> fence() {
    LM_TRY(const auto stored, value(fence_value));
    return read_fence_note(stored);
  }

  /// Keys that were seen present at the source at some time: only what is among them may ever be removed from
  /// the target without being named by an event.
  virtual Result<void> remember_keys(std::span<const std::string> keys) = 0;
  virtual Result<std::vector<bool>> knows_keys(std::span<const std::string> keys) = 0;
  /// Forgets the keys and everything below them.
  virtual Result<void> forget_keys(std::span<const std::string> keys) = 0;
  /// How many remembered keys of that kind start with `prefix` (empty: all), such as the tables below
  /// `database/sales/`.
  virtual Result<std::uint64_t> count_known(model::KeyKind kind, std::string_view prefix) = 0;

  /// Deletes processed entries whose event time is before `before`; returns how many. An entry that a feed
  /// can still read would come back as new: `before` must lie before everything the feeds read again.
  virtual Result<std::size_t> prune(Time before) = 0;
};

}  // namespace lakemirror::journal
