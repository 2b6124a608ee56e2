#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aws/http_client.h"
#include "journal/journal.h"
#include "pipeline/loop.h"
#include "pipeline/tallies.h"
#include "report/metrics.h"

namespace lakemirror::cli {

/// Watches a `run` from the side, for those who ask over HTTP. It has a connection to the journal of its own
/// and only reads there, which in SQLite's WAL mode keeps no writer waiting; everything else it is told, or
/// finds in counters that are read without a lock. Safe for concurrent use.
class Monitor {
 public:
  struct Watched {
    std::string version;
    std::string journal_path;
    Milliseconds trail_settle;
  };
  Monitor(std::unique_ptr<journal::Journal> journal, const pipeline::Tallies& tallies, Clock& clock,
          Watched watched);

  /// Both sides have answered; the clients must outlive the monitor.
  void follow(const aws::HttpClient& source, const aws::HttpClient& target);
  void ticked(const pipeline::Loop::Tick& tick);

  report::Metrics metrics();

 private:
  using Reading = Result<report::Observed>;

  Reading observed(Time now);
  report::RunState run_state() const;
  report::JournalState journal_state(const Reading& reading) const;

  std::unique_ptr<journal::Journal> journal_;
  const pipeline::Tallies& tallies_;
  Clock& clock_;
  const Watched watched_;
  mutable std::mutex mutex_;  ///< of what the run tells
  report::RunState run_;
  const aws::HttpClient* source_ = nullptr;
  const aws::HttpClient* target_ = nullptr;
  std::mutex reading_mutex_;  ///< of what is read from the journal; never held while the run waits
  std::optional<Reading> reading_;
  Time read_at_ = {};
};

}  // namespace lakemirror::cli
