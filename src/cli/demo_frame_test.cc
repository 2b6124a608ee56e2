#include "cli/demo_frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/table.h"
#include "workload/options.h"

namespace lakemirror::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

DemoState busy() {
  DemoState state{.planned = 400, .changes = 100, .created = 31, .updated = 12, .deleted = 3};
  for (const std::string& name : workload::event_names()) state.by_event[name] = 7;
  state.last_change = "UpdateTable database/sales/table/orders";
  state.counts = {.pending = 9, .provisional = 4, .parked = 1, .processed = 88};
  state.lag = Seconds(2);
  state.longest_lag = Seconds(5);
  return state;
}

TEST(DemoFrame, ShowsChangesResultsEntriesAndLag) {
  const auto lines = demo_frame(busy(), 100, 40);
  EXPECT_THAT(lines, Contains("source    [#####...............] 100 of 400 changes"));
  EXPECT_THAT(lines, Contains("target    31 created, 12 updated, 3 deleted"));
  EXPECT_THAT(lines, Contains("journal   98 events: 88 processed, 9 pending (4 provisional), 1 parked"));
  EXPECT_THAT(lines, Contains("lag       2s, at most 5s"));
  EXPECT_THAT(lines, Contains(HasSubstr("UpdateTable database/sales/table/orders")));
  for (const std::string& name : workload::event_names()) {
    EXPECT_THAT(lines, Contains(HasSubstr("7 " + name))) << name;
  }
}

TEST(DemoFrame, IsNeverWiderOrHigherThanTheTerminal) {
  for (std::size_t columns = 1; columns <= 200; ++columns) {
    for (const std::size_t rows : {1, 3, 10, 24}) {
      const auto lines = demo_frame(busy(), columns, rows);
      EXPECT_LE(lines.size(), rows);
      for (const std::string& line : lines) {
        // Nothing can be cut to less than the three dots that say it was.
        EXPECT_LE(report::width_of(line), std::max<std::size_t>(columns, 3)) << columns << ": " << line;
      }
    }
  }
}

TEST(DemoFrame, PutsEventNamesBesideEachOtherWhereThereIsRoom) {
  EXPECT_EQ(demo_frame(busy(), 40, 40).size(), 5 + 34u);
  EXPECT_EQ(demo_frame(busy(), 80, 40).size(), 5 + 17u);
  EXPECT_EQ(demo_frame(busy(), 120, 40).size(), 5 + 9u);
}

TEST(DemoFrame, ShowsTroubleInPlaceOfTheLastChange) {
  DemoState state = busy();
  state.trouble = "source: cannot be reached";
  EXPECT_THAT(demo_frame(state, 100, 40), AllOf(Contains("trouble   source: cannot be reached"),
                                                Not(Contains(HasSubstr("UpdateTable database")))));
}

TEST(DemoLine, IsOneLineWithoutControlCharacters) {
  DemoState state = busy();
  state.trouble = "a name with \x1b[2J and\na line break";
  const std::string line = demo_line(state);
  EXPECT_THAT(line, AllOf(HasSubstr("100 of 400 changes"), HasSubstr("lag 2s, 9 pending, 1 parked")));
  EXPECT_THAT(line, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
}

}  // namespace
}  // namespace lakemirror::cli
