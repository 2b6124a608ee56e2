#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "aws/http_client.h"
#include "base/random.h"
#include "feed/lookup_feed.h"
#include "local/aws.h"
#include "mapping/mapping.h"
#include "pipeline/journal_intake.h"
#include "pipeline/loop.h"
#include "sweep/heartbeat.h"
#include "sweep/shelf.h"
#include "sweep/storm.h"
#include "sweep/swept_journal.h"
#include "sweep/wire.h"

namespace lakemirror::sweep {

/// One process of `lakemirror run`, with all that ships but the sockets and the file: two HTTP clients, the
/// feed, the replicator and the loop around them; and with a journal in a table, its client and the lease.
/// Where it goes, the journal stays.
class Follower {
 public:
  struct Surroundings {
    local::Aws& aws;
    Shelf& shelf;
    VirtualClock& clock;
    Storm& storm;
    const mapping::Mapping& mapping;
    pipeline::Settings settings;
    Wire::Ear asked = {};
    SweptJournal::Ear stored = {};
  };
  explicit Follower(Surroundings surroundings);

  using OnTick = std::function<void(const pipeline::Loop::Tick&)>;
  /// Runs until stop() or until what no retry mends: the Error with which the process would end. `on_wait`
  /// hears of each time that it did not get the lease.
  Result<void> run(const OnTick& on_tick, const OnTick& on_wait);
  void stop() { stop_.request_stop(); }

 private:
  std::unique_ptr<aws::HttpClient> client(bool at_source);
  std::unique_ptr<aws::HttpClient> client_over(std::shared_ptr<aws::Transport> transport, bool at_source,
                                               Clock& clock, std::stop_token stop);
  Result<pipeline::Settings> settings_of_both_sides();
  Result<void> follow(const pipeline::Settings& settings, feed::LookupFeed& feed, const OnTick& on_tick);
  Result<void> stand_by(const OnTick& on_wait);

  Surroundings around_;
  std::stop_source stop_;
  Random random_{1};
  Heartbeat clock_;
  Storm quiet_{std::nullopt};
  std::unique_ptr<journal::dynamodb::DynamoJournal> in_table_;
  std::unique_ptr<journal::dynamodb::DynamoLease> lease_;
  std::unique_ptr<aws::HttpClient> source_;
  std::unique_ptr<aws::HttpClient> target_;
  SweptJournal journal_;
};

}  // namespace lakemirror::sweep
