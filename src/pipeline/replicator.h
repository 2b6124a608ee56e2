#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"
#include "journal/journal.h"
#include "mapping/mapping.h"
#include "pipeline/guards.h"
#include "pipeline/report.h"
#include "pipeline/settings.h"
#include "pipeline/tallies.h"

namespace lakemirror::pipeline {

/// Makes the target equal to the source: for the keys that journalled entries touch (replicate), or for all
/// keys in scope (sync, diff). Holds no state that is not also in the journal, so it may be thrown away at
/// any moment. Not safe for concurrent use; at most one may work on a journal at a time
/// (journal/lease.h), and after a lease was lost none goes on with what it remembers: it is made anew.
class Replicator {
 public:
  /// All references must outlive the replicator, and so must the tallies, where it is to keep any.
  Replicator(aws::Client& source, aws::Client& target, journal::Journal& journal,
             const mapping::Mapping& mapping, Clock& clock, Settings settings, Tallies* tallies = nullptr,
             Guards guards = {});
  ~Replicator();

  using OnProgress = std::function<void(const Progress&)>;

  /// One pass: every due entry is touched, read, compared, applied and settled. Outcomes are durable when it
  /// returns. An Error means the pass itself could not go on (the journal failed, a side cannot be reached);
  /// what a single entry suffers is in its outcome. `allow_removals` closes an open breaker for this pass.
  Result<PassReport> replicate(std::stop_token stop = {}, const OnProgress& on_progress = {},
                               bool allow_removals = false);

  struct SyncRequest {
    std::vector<std::string> databases = {};  ///< names; empty: all that the configuration includes
    bool dry_run = false;                     ///< stop after the plan: this is `diff`
    bool removals = false;                    ///< also remove what the source does not have
    bool allow_removals = false;              ///< however many they are: the breaker stays closed
  };
  /// Compares everything in scope and, unless `dry_run`, makes the target equal.
  Result<SyncReport> sync(const SyncRequest& request, std::stop_token stop = {},
                          const OnProgress& on_progress = {});

  /// The guard of the first run: an Error (kind denied, code "TargetNotEmpty") when this journal has never
  /// applied anything, the target holds databases, and nobody said to adopt them. Otherwise remembers that it
  /// passed.
  Result<void> check_target();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lakemirror::pipeline
