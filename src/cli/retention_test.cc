#include "cli/retention.h"

#include <gtest/gtest.h>

#include <array>

#include "journal/memory_journal.h"

namespace lakemirror::cli {
namespace {

using std::chrono::days;
using std::chrono::hours;

class RetentionTest : public testing::Test {
 protected:
  void store(const std::string& id, Milliseconds age, bool processed = true) {
    const model::Event event{.event_id = id, .event_time = clock.now() - age, .event_name = "CreateTable"};
    ASSERT_TRUE(journal.append(std::array{event}, clock.now()));
    ASSERT_TRUE(!processed || journal.skip(id, "test", clock.now()));
  }
  bool holds(const std::string& id) { return journal.contains(std::array{id}).value().at(0); }

  VirtualClock clock{Time(Seconds(1'790'000'000))};
  journal::MemoryJournal journal;
};

TEST_F(RetentionTest, LetsGoOfProcessedEntriesThatAreOlderThanTheyAreKept) {
  store("old", days(31));
  store("young", days(29));
  store("pending", days(31), false);
  Retention(journal, clock, days(30), hours(1)).prune_when_due();
  EXPECT_FALSE(holds("old"));
  EXPECT_TRUE(holds("young"));
  EXPECT_TRUE(holds("pending"));
}

TEST_F(RetentionTest, KeepsWhatTheFeedReadsAgainHoweverShortItIsToKeep) {
  store("in the window", hours(47));
  store("a day before the window", days(3) + hours(1));
  Retention(journal, clock, days(1), days(2)).prune_when_due();
  EXPECT_TRUE(holds("in the window"));
  EXPECT_FALSE(holds("a day before the window"));
}

TEST_F(RetentionTest, LooksOnceADay) {
  Retention retention(journal, clock, days(30), hours(1));
  retention.prune_when_due();
  store("old", days(31));
  clock.advance(hours(23));
  retention.prune_when_due();
  EXPECT_TRUE(holds("old"));
  clock.advance(hours(1));
  retention.prune_when_due();
  EXPECT_FALSE(holds("old"));
}

}  // namespace
}  // namespace lakemirror::cli
