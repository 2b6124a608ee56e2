#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/change.h"
#include "model/snapshot.h"

namespace lakemirror::pipeline {

/// What was written to the target lately, to correct reads of the target that may still be stale. Lakemirror
/// is the only writer of what it replicates, so what it wrote last is what is there. Bounded: what is written
/// beyond its size is not remembered, and it says until when reads of the target are not to be trusted for
/// that. Safe for concurrent use.
class RecentWrites {
 public:
  RecentWrites(Clock& clock, Milliseconds settle) : clock_(clock), settle_(settle) {}

  void wrote(const model::Change& change);
  void removed(const model::Key& key);
  /// Nothing certain is known of the key any more.
  void forget(const model::Key& key);
  /// A call changed a part of the key, or may have, and the rest may not be what was read: what it is now is
  /// seen only once reads cannot be stale any more.
  void wrote_unsurely(const model::Key& key);

  /// The state of the key at the target, corrected, where reading it began at `read_at`.
  void correct(const model::Key& key, model::ObjectState& state, Time read_at) const;
  /// What must be corrected in a listing of what the catalog has directly below `parent`: each key that was
  /// written (with its fingerprint) or removed lately. Where the parent itself went lately, nothing older of
  /// the listing is there.
  struct Below {
    bool parent_removed = false;
    std::vector<std::pair<model::Key, std::optional<std::uint64_t>>> writes = {};
  };
  Below below(const model::Key& parent, Time read_at) const;
  /// Applies that to a listing.
  void correct_listing(const model::Key& parent, std::map<model::Key, model::ObjectState>& listing,
                       Time read_at) const;

  /// Keys of a kind that were written lately, so that a listing may miss them.
  std::vector<model::Key> written(model::KeyKind kind, Time read_at) const;

  /// Reads of the target begun before this may be stale in ways that cannot be corrected.
  Time unsure_until() const;
  /// Of this key alone; epoch when there is nothing to wait for.
  Time unsure_until(const model::Key& key) const;
  void be_unsure_until(Time time);

  static constexpr std::size_t max_writes = 20'000;  ///< about 4 MB of keys

 private:
  struct Write {
    std::optional<std::uint64_t> fingerprint = {};  ///< absent: the key was removed, or is unsure
    bool is_unsure = false;
    bool is_link = false;
    std::optional<std::size_t> partition_keys = {};
    Time written_at = {};
    Time removed_at = {};  ///< when the key was last removed with all below it; epoch when it was not
  };

  static void set_written(model::ObjectState& state, const Write& write);
  /// The place for a key's write; nullptr when there is no room.
  Write* place_for(const model::Key& key);
  bool is_recent(Time written, Time read_at) const { return written + settle_ > read_at; }
  bool removed_lately(const model::Key& key, Time read_at) const;
  bool ancestor_removed(const model::Key& key, Time read_at) const;

  Clock& clock_;
  Milliseconds settle_;
  mutable std::mutex mutex_;
  std::map<model::Key, Write> writes_;
  Time unsure_until_ = {};
  Time purged_at_ = {};
};

}  // namespace lakemirror::pipeline
