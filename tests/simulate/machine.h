#pragma once

#include <memory>

#include "feed/lookup_feed.h"
#include "pipeline/journal_intake.h"
#include "pipeline/replicator.h"
#include "simulate/crash_switch.h"
#include "simulate/crashing_client.h"
#include "simulate/crashing_journal.h"
#include "simulate/plan.h"

namespace lakemirror::simulate {

/// One process that follows the source: a feed and a replicator over clients and a journal that can die under
/// them. Where the process goes, the journal stays.
class Machine {
 public:
  struct Sides {
    aws::Client& source;
    aws::Client& target;
    journal::Journal& journal;
    const mapping::Mapping& mapping;
    Clock& clock;
    CrashingJournal::Ears journal_ears;
    CrashingClient::Ears source_ears;
    CrashingClient::Ears target_ears;
    pipeline::Guards guards = {};
  };
  Machine(const Sides& sides, CrashSwitch& crash, const Plan& plan);

  /// One tick of the loop: pull, then replicate. Errors are the tick's own affair, as they are in the loop.
  struct Tick {
    Result<feed::LookupPass> pull;
    Result<pipeline::PassReport> pass;
  };
  Tick tick();

  /// True once a whole pull has ended, from which on no event can be missed.
  bool has_begun() const { return has_begun_; }

 private:
  CrashingClient source_;
  CrashingClient target_;
  CrashingJournal journal_;
  pipeline::JournalIntake intake_;
  feed::LookupFeed feed_;
  pipeline::Guards guards_;
  pipeline::Replicator replicator_;
  bool checked_ = false;
  bool has_begun_ = false;
};

}  // namespace lakemirror::simulate
