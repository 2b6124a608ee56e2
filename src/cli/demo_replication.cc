#include "cli/demo_replication.h"

#include <algorithm>

#include "cli/setup.h"

namespace lakemirror::cli {

Result<std::unique_ptr<DemoReplication>> DemoReplication::start(Context& context, DemoRegions& regions,
                                                                const config::Configuration& configuration,
                                                                DemoBoard& board) {
  std::unique_ptr<DemoReplication> replication(new DemoReplication(context.clock(), board));
  DemoReplication& self = *replication;
  LM_CHECK(self.open(regions, configuration));
  self.thread_ = std::jthread([&self](const std::stop_token& stop) { self.follow(stop); });
  self.on_stop_.emplace(context.stop(), [&self] { self.thread_.request_stop(); });
  return replication;
}

Result<void> DemoReplication::open(DemoRegions& regions, const config::Configuration& configuration) {
  LM_TRY(journal_, journal::SqliteJournal::open(configuration.journal));
  LM_TRY(auto lock, journal::ReplicatorLock::acquire(configuration.journal));
  lock_.emplace(std::move(lock));
  LM_TRY(source_, regions.connect(DemoRegions::source, configuration.lookup_requests_per_second));
  LM_TRY(target_, regions.connect(DemoRegions::target, 0));
  const std::string& account = regions.account();
  mapping_ = mapping::Mapping(mapping_settings(configuration, account, account));
  LM_TRY(const aws::Identity at_source, aws::identity_of(*source_));
  LM_TRY(const aws::Identity at_target, aws::identity_of(*target_));
  replicator_.emplace(*source_, *target_, *journal_, mapping_, clock_,
                      pipeline_settings(configuration, at_source, at_target));
  intake_.emplace(*journal_);
  feed_.emplace(*source_, *intake_, clock_, lookup_settings(configuration));
  loop_.emplace(*feed_, *replicator_, *journal_, clock_, pipeline::Loop::Options{.tick = configuration.tick});
  return {};
}

void DemoReplication::follow(const std::stop_token& stop) {
  Result<void> ended = loop_->run(stop, [this](const pipeline::Loop::Tick& tick) { note_tick(tick); });
  if (!ended) board_.update([&](DemoState& state) { state.failure = std::move(ended).error(); });
}

void DemoReplication::note_tick(const pipeline::Loop::Tick& tick) {
  board_.update([&](DemoState& state) {
    state.created += tick.pass.created;
    state.updated += tick.pass.updated;
    state.deleted += tick.pass.deleted;
    state.trouble = tick.trouble;
    if (state.trouble.empty() && !tick.pass.notes.empty()) state.trouble = tick.pass.notes.front();
    if (tick.pull.complete) state.last_look = tick.pull.began;
  });
}

Result<void> DemoReplication::observe() {
  const std::optional<Time> last_look = board_.state().last_look;
  LM_TRY(model::Counts counts, journal_->counts());
  const Time now = clock_.now();
  board_.update([&](DemoState& state) {
    state.lag =
        counts.oldest_pending ? std::max(now - *counts.oldest_pending, Milliseconds(0)) : Milliseconds(0);
    state.longest_lag = std::max(state.longest_lag, state.lag);
    state.counts = std::move(counts);
    state.counted_after = last_look;
  });
  return {};
}

Result<std::vector<std::string>> DemoReplication::parked() {
  constexpr std::size_t told = 5;  // enough to see what is wrong; the journal has them all
  LM_TRY(const auto entries, journal_->list({.flag = model::ProcessedFlag::parked, .limit = told}));
  std::vector<std::string> texts;
  for (const model::Entry& entry : entries) {
    texts.push_back(entry.event.event_name + ": " + entry.error);
  }
  return texts;
}

}  // namespace lakemirror::cli
