#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

#include "apply/applier.h"
#include "apply/governance_applier.h"
#include "journal/journal.h"
#include "model/change.h"
#include "pipeline/guards.h"
#include "pipeline/recent_writes.h"
#include "pipeline/report.h"
#include "pipeline/tallies.h"

namespace lakemirror::pipeline {

/// Where every plan ends: applied, or (for `diff`, and where removals are off) only told. Remembers what was
/// written and keeps the journal's mark that the target is being written to. Safe for concurrent use.
class Executor {
 public:
  struct Policy {
    bool dry_run = false;
    bool removals = true;
    bool revokes = true;            ///< permissions that the source does not grant are taken away
    bool list_differences = false;  ///< keep each change for a SyncReport
  };
  struct Counts {
    std::atomic<std::size_t> created = 0, updated = 0, deleted = 0, already = 0, failed = 0, kept = 0,
                             planned = 0;
  };

  /// What may be changed, asked before the first change is made.
  using KeysInFlight = std::function<std::vector<std::string>()>;

  Executor(apply::Applier& applier, apply::GovernanceApplier& governance, RecentWrites& recent,
           journal::Journal& journal, Clock& clock, Tallies& tallies, Policy policy, Guards guards = {},
           KeysInFlight keys = {})
      : applier_(applier),
        governance_(governance),
        recent_(recent),
        journal_(journal),
        clock_(clock),
        tallies_(tallies),
        policy_(policy),
        guards_(guards),
        keys_(std::move(keys)) {}

  /// One result per change; a plan holds changes of the catalog or of Lake Formation, not of both. What is
  /// only told is `deferred` without an error.
  std::vector<model::ChangeResult> execute(const model::Plan& plan, std::size_t threads);

  /// Tells what stays at the target because it is the target's own, and why. It is no difference.
  void keep(const model::Key& key, std::string reason);

  /// Moves the mark from "being written" to "last written now", and ends what was announced. Call when every
  /// call of a pass has returned, however it ends.
  Result<void> finish();

  const Counts& counts() const { return counts_; }
  bool is_dry_run() const { return policy_.dry_run; }
  /// Whether a removal given to it would be made: guards need not be asked for what will not happen.
  bool removes() const { return policy_.removals && !policy_.dry_run; }
  bool revokes() const { return policy_.revokes && !policy_.dry_run; }
  /// Tells a key that could not be compared, and why.
  void tell_undecided(const model::Key& key, const Error& error);
  std::vector<Difference> take_differences();
  /// A database or table that was made at the target, or went from it, or (in a dry run) would; or a location
  /// that was registered anew, or may have been deregistered for it.
  struct Changed {
    model::Key key;
    bool exists = false;  ///< made, with nothing granted on it but what comes by itself
    bool is_link = false;
    bool was_there =
        false;  ///< it was to be made and was there: an answer was lost, or another hand was quicker
    std::optional<json::array> table_defaults = {};  ///< of a database that was made, where its body says so
  };
  std::vector<Changed> take_changed();

  /// The journal value that says when the target was last written: a time, or `in_flight` while a pass is at
  /// it.
  static constexpr std::string_view mark = "target_written_at";
  static constexpr std::string_view in_flight = "in flight";

 private:
  bool is_held(const model::Change& change) const;
  std::vector<model::ChangeResult> apply(const model::Plan& plan, std::size_t threads);
  void count(const model::ChangeResult& result);
  void remember(const model::Change& change, const model::ChangeResult& result);
  void note_changed(const model::Change& change, const model::ChangeResult& result);
  void tell(const model::Change& change, const model::ChangeResult& result, bool kept);
  Result<void> set_mark();

  apply::Applier& applier_;
  apply::GovernanceApplier& governance_;
  RecentWrites& recent_;
  journal::Journal& journal_;
  Clock& clock_;
  Tallies& tallies_;
  Policy policy_;
  Guards guards_;
  KeysInFlight keys_;
  Counts counts_;
  std::mutex mutex_;  ///< of what follows
  bool marked_ = false;
  std::vector<Difference> differences_;
  std::vector<Changed> changed_;
};

}  // namespace lakemirror::pipeline
