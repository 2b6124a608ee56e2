#include "cli/monitor.h"

#include <gtest/gtest.h>

#include "journal/memory_journal.h"

namespace lakemirror::cli {
namespace {

using std::chrono::minutes;

/// Counts how often it is read.
class CountingJournal : public journal::MemoryJournal {
 public:
  explicit CountingJournal(int& reads) : reads_(reads) {}
  Result<model::Counts> counts() override {
    ++reads_;
    return journal::MemoryJournal::counts();
  }

 private:
  int& reads_;
};

class MonitorTest : public testing::Test {
 protected:
  pipeline::Loop::Tick tick(const std::string& trouble = {}) {
    pipeline::Loop::Tick tick;
    tick.trouble = trouble;
    tick.pulled = tick.replicated = trouble.empty();
    tick.began = clock.now() - Seconds(2);
    tick.ended = clock.now();
    tick.next = clock.now() + minutes(1);
    return tick;
  }

  VirtualClock clock{Time(Seconds(1'790'000'000))};
  pipeline::Tallies tallies;
  int reads = 0;
  Monitor monitor{std::make_unique<CountingJournal>(reads),
                  tallies,
                  clock,
                  {.version = "1", .journal_path = "/nowhere/journal.db", .trail_settle = minutes(30)}};
};

TEST_F(MonitorTest, ReadsTheJournalOnceASecondHoweverOftenItIsAsked) {
  for (int i = 0; i < 10; ++i) monitor.metrics();
  EXPECT_EQ(reads, 1);
  clock.advance(Seconds(1));
  monitor.metrics();
  EXPECT_EQ(reads, 2);
}

TEST_F(MonitorTest, TroubleLastsFromTheFirstTickThatHadItToTheFirstThatHasNot) {
  monitor.ticked(tick());
  EXPECT_FALSE(monitor.metrics().run.trouble_since);
  clock.advance(minutes(1));
  monitor.ticked(tick("no route"));
  const Time since = clock.now();
  clock.advance(minutes(1));
  monitor.ticked(tick("no route at all"));
  const report::RunState run = monitor.metrics().run;
  EXPECT_EQ(run.trouble_since, since);
  EXPECT_EQ(run.trouble, "no route at all");
  EXPECT_EQ(run.last_pull, since - minutes(1));
  EXPECT_EQ(run.last_pass, since - minutes(1));
  EXPECT_EQ((std::pair{run.ticks, run.failed_ticks}), (std::pair<std::uint64_t, std::uint64_t>{3, 2}));
  EXPECT_EQ(run.tick_took, Seconds(2));
  monitor.ticked(tick());
  EXPECT_FALSE(monitor.metrics().run.trouble_since);
}

TEST_F(MonitorTest, IsWellAtItsStartAndNotTenMinutesLaterIfNobodyEverAnswered) {
  EXPECT_TRUE(monitor.metrics().health.is_good());
  clock.advance(minutes(11));
  EXPECT_EQ(monitor.metrics().health.faults.size(), 2u);  // in trouble, and nothing moved
}

TEST_F(MonitorTest, ACountIsThatOfThisMoment) {
  monitor.metrics();
  tallies.changed(model::KeyKind::table, model::ResultKind::created);
  EXPECT_EQ(monitor.metrics().activity.changes.size(), 1u);
}

}  // namespace
}  // namespace lakemirror::cli
