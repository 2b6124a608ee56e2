#pragma once

#include <map>
#include <vector>

#include "pipeline/governance_scopes.h"

namespace lakemirror::pipeline {

/// What is known of grants beside what the listing shows, over all passes: the entries of one pass are those
/// that are due, but an older record that comes late is judged by all that are known. Kept until a listing
/// has surely seen what they did. Nothing in it outlives the process. Not safe for concurrent use.
class UnsettledRecords {
 public:
  using Holder = permissions::AtomSet::Holder;
  using Record = GovernanceScopes::Record;

  explicit UnsettledRecords(Milliseconds read_settle) : read_settle_(read_settle) {}

  /// Adds the pass's records and events to what is known, and what is known of its holders to the pass. The
  /// records of a holder are in the order of their times afterwards.
  void join(GovernanceScopes& scopes);
  /// Of the holder, over all passes.
  const std::vector<Record>& of(const Holder& holder) const;
  /// The newest event that may have changed what the holder holds without a word about it; Time::min() when
  /// none is known.
  Time newest_unnamed(const Holder& holder) const;
  /// Forgets what a listing begun then has surely seen.
  void listed(Time begun);

 private:
  Milliseconds read_settle_;
  Time listed_ = Time::min();
  std::map<Holder, std::vector<Record>> records_;
  std::map<model::Key, Time> subtrees_, policies_;  ///< events by what they reached
  Time all_ = Time::min();
};

}  // namespace lakemirror::pipeline
