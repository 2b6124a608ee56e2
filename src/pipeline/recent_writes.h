#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/change.h"
#include "model/snapshot.h"

namespace lakemirror::pipeline {

/// What was written to the target lately, to correct reads of the target that may still be stale. Lakemirror is the
/// only writer of what it replicates, so what it wrote last is what is there. Bounded: when more is written than it
/// can hold, it forgets everything and says until when reads of the target are not to be trusted.
/// Safe for concurrent use.
class RecentWrites {
 public:
  RecentWrites(Clock& clock, Milliseconds settle) : clock_(clock), settle_(settle) {}

  void wrote(const model::Change& change);
  void removed(const model::Key& key);
  /// Nothing certain is known of the key any more.
  void forget(const model::Key& key);

  /// The state of the key at the target, corrected.
  void correct(const model::Key& key, model::ObjectState& state) const;
  /// What must be corrected in a listing of what lies directly below `parent`: each key that was written (with its
  /// fingerprint) or removed lately. Where the parent itself went lately, nothing older of the listing is there.
  struct Below {
    bool parent_removed = false;
    std::vector<std::pair<model::Key, std::optional<std::uint64_t>>> writes = {};
  };
  Below below(const model::Key& parent) const;
  /// Applies that to a listing.
  void correct_listing(const model::Key& parent, std::map<model::Key, model::ObjectState>& listing) const;

  /// Reads of the target begun before this may be stale in ways that cannot be corrected.
  Time unsure_until() const;
  void be_unsure_until(Time time);

  static constexpr std::size_t max_writes = 50'000;  ///< about 10 MB of keys

 private:
  struct Write {
    std::optional<std::uint64_t> fingerprint = {};  ///< absent: the key was removed
    bool is_link = false;
    std::optional<std::size_t> partition_keys = {};
    Time written_at = {};
    Time removed_at = {};  ///< when the key was last removed with all below it; epoch when it was not
  };

  static void set_written(model::ObjectState& state, const Write& write);
  void make_room();
  bool is_recent(Time time) const { return time + settle_ > clock_.now(); }
  bool removed_lately(const model::Key& key) const;
  bool ancestor_removed(const model::Key& key) const;

  Clock& clock_;
  Milliseconds settle_;
  mutable std::mutex mutex_;
  std::map<model::Key, Write> writes_;
  Time unsure_until_ = {};
};

}  // namespace lakemirror::pipeline
