#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "cli/demo_board.h"
#include "cli/demo_regions.h"
#include "config/configuration.h"
#include "feed/lookup_feed.h"
#include "journal/replicator_lock.h"
#include "journal/sqlite_journal.h"
#include "mapping/mapping.h"
#include "pipeline/journal_intake.h"
#include "pipeline/loop.h"
#include "pipeline/replicator.h"

namespace lakemirror::cli {

/// What `run` does, on a thread of its own: follows the source until `stop` is requested or the object ends.
class DemoReplication {
 public:
  /// `context`, `regions` and `board` must outlive the object.
  static Result<std::unique_ptr<DemoReplication>> start(Context& context, DemoRegions& regions,
                                                        const config::Configuration& configuration,
                                                        DemoBoard& board);

  /// Brings the board up to date with the journal.
  Result<void> observe();

  /// The first few parked entries, in words.
  Result<std::vector<std::string>> parked();

 private:
  DemoReplication(Clock& clock, DemoBoard& board) : clock_(clock), board_(board) {}

  Result<void> open(DemoRegions& regions, const config::Configuration& configuration);
  void follow(const std::stop_token& stop);
  void note_tick(const pipeline::Loop::Tick& tick);

  Clock& clock_;
  DemoBoard& board_;
  // What stands below refers to what stands above.
  std::unique_ptr<journal::SqliteJournal> journal_;
  std::optional<journal::ReplicatorLock> lock_;
  std::unique_ptr<aws::HttpClient> source_;
  std::unique_ptr<aws::HttpClient> target_;
  mapping::Mapping mapping_;
  std::optional<pipeline::Replicator> replicator_;
  std::optional<pipeline::JournalIntake> intake_;
  std::optional<feed::LookupFeed> feed_;
  std::optional<pipeline::Loop> loop_;
  std::jthread thread_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

}  // namespace lakemirror::cli
