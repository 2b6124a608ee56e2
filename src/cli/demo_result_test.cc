#include "cli/demo_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::cli {
namespace {

using testing::HasSubstr;

DemoResult equal_result() {
  DemoResult result;
  result.state.changes = 300;
  result.state.refused = 9;
  result.state.by_event = {{"CreateTable", 300}};
  result.state.counts.processed = 309;
  result.state.counts.by_outcome = {{model::OutcomeKind::replicated, 300}, {model::OutcomeKind::ignored, 9}};
  result.comparison.counts = {{"tables", 12, 12}};
  return result;
}

DemoResult different_result() {
  DemoResult result = equal_result();
  result.comparison.counts = {{"tables", 12, 13}};
  result.comparison.total_differences = 3;
  result.comparison.differences = {{"sales", "orders", {}, "table sales.orders: only at the target"}};
  return result;
}

TEST(DemoExitCode, IsOkWhenAllWasFollowedAndTheRegionsAreEqual) {
  EXPECT_EQ(demo_exit_code(equal_result()), ExitCode::ok);
}

TEST(DemoExitCode, IsDifferentWhenTheRegionsAre) {
  EXPECT_EQ(demo_exit_code(different_result()), ExitCode::different);
}

TEST(DemoExitCode, IsIncompleteWhenSomethingIsParkedOrWasNotFollowed) {
  DemoResult parked = equal_result();
  parked.state.counts.parked = 1;
  EXPECT_EQ(demo_exit_code(parked), ExitCode::incomplete);
  DemoResult stuck = different_result();
  stuck.settled = false;
  EXPECT_EQ(demo_exit_code(stuck), ExitCode::incomplete);
}

TEST(DemoText, TellsChangesOutcomesCountsAndTheVerdict) {
  const std::string text = demo_text(equal_result(), report::Paint());
  EXPECT_THAT(text, HasSubstr("CreateTable           300\n"));
  EXPECT_THAT(text, HasSubstr("309 events: 300 replicated, 9 ignored, 0 pending, 0 parked\n"));
  EXPECT_THAT(text, HasSubstr("tables    12      12\n0 differences\n"));
}

TEST(DemoText, NamesWhatDiffersAndWhatIsParked) {
  DemoResult result = different_result();
  result.parked = {"CreateTable: AccessDeniedException: no"};
  const std::string text = demo_text(result, report::Paint());
  EXPECT_THAT(text, HasSubstr("table sales.orders: only at the target\nand 2 more\n3 differences\n"));
  EXPECT_THAT(text, HasSubstr("parked: CreateTable: AccessDeniedException: no\n"));
}

TEST(DemoJson, HoldsTheSame) {
  const json::object document = demo_json(different_result());
  EXPECT_EQ(document.at("changes_by_event"), (json::object{{"CreateTable", 300u}}));
  EXPECT_EQ(document.at("compared"),
            (json::array{json::object{{"kind", "tables"}, {"source", 12u}, {"target", 13u}}}));
  EXPECT_EQ(document.at("equal"), json::value(false));
  EXPECT_EQ(document.at("difference_count"), json::value(3u));
  EXPECT_EQ(document.at("differences"), (json::array{"table sales.orders: only at the target"}));
}

}  // namespace
}  // namespace lakemirror::cli
