#pragma once

#include <functional>
#include <stop_token>

#include "feed/lookup_feed.h"
#include "pipeline/replicator.h"

namespace lakemirror::pipeline {

/// Pulls and replicates until stopped: one tick pulls, replicates what is due, and sleeps until the next tick
/// or the next due entry. A side that cannot be reached is said once, tried again with growing pauses, and
/// said again when it is back. Returns an Error only for what no retry mends: a corrupt or full journal, a
/// failed guard, a lease that is lost.
class Loop {
 public:
  struct Options {
    Milliseconds tick = Seconds(60);
    bool bootstrap = true;  ///< on a new journal, copy what exists (a sync without removals) before following
    /// Asked every second while nothing is to be done; an Error about the lease ends the loop.
    std::function<Result<void>()> may_go_on = {};
  };
  struct Tick {  ///< what a live view shows after each tick
    feed::LookupPass pull;
    PassReport pass;
    std::string trouble = {};  ///< empty when all is well
    bool pulled = false;       ///< what was to be read of the source's events was read
    bool replicated = false;   ///< the pass from the journal to the target came to its end
    Time began = {};
    Time ended = {};
    Time next = {};  ///< when the next one is to begin
  };

  Loop(feed::LookupFeed& feed, Replicator& replicator, journal::Journal& journal, Clock& clock,
       Options options);

  Result<void> run(std::stop_token stop, const std::function<void(const Tick&)>& on_tick = {});

 private:
  Result<void> prepare(std::stop_token stop);
  Result<void> bootstrap(std::stop_token stop);
  Result<void> tick(std::stop_token stop, Tick& tick);
  Milliseconds pause_after(Time began, bool worked);
  Result<void> sleep_until(Time next, const std::stop_token& stop);

  feed::LookupFeed& feed_;
  Replicator& replicator_;
  journal::Journal& journal_;
  Clock& clock_;
  Options options_;
  int failures_ = 0;
  bool prepared_ = false;  ///< the target was checked, and the feed knows since when it is to read
  int bootstraps_ = 0;     ///< tried in this process
  Time next_bootstrap_ = Time::min();  ///< the next attempt, while not all that existed could be copied
};

}  // namespace lakemirror::pipeline
