#include "cli/sync_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::cli {
namespace {

using testing::HasSubstr;

pipeline::SyncReport one_missing_table() {
  pipeline::SyncReport report{.databases = 1, .tables = 2};
  report.differences = {{.kind = model::ChangeKind::create,
                         .key = "database/sales/table/orders",
                         .reason = "missing at the target"}};
  report.difference_count = 1;
  return report;
}

TEST(SyncExitCode, IsOkWhenNothingDiffersOrAllWasApplied) {
  EXPECT_EQ(sync_exit_code({}), ExitCode::ok);
  pipeline::SyncReport report = one_missing_table();
  report.applied = 1;
  EXPECT_EQ(sync_exit_code(report), ExitCode::ok);
}

TEST(SyncExitCode, IsDifferentWhenADifferenceStays) {
  EXPECT_EQ(sync_exit_code(one_missing_table()), ExitCode::different);
}

TEST(SyncExitCode, IsIncompleteWhenAnythingFailed) {
  pipeline::SyncReport report = one_missing_table();
  report.failed = 1;
  EXPECT_EQ(sync_exit_code(report), ExitCode::incomplete);
}

TEST(SyncText, SaysWhatCameOfEachDifference) {
  pipeline::SyncReport report = one_missing_table();
  EXPECT_THAT(sync_text(report, true, report::Paint()),
              HasSubstr("create  database/sales/table/orders  missing at the target  planned"));
  report.differences[0].error = "denied";
  report.failed = 1;
  const std::string text = sync_text(report, false, report::Paint());
  EXPECT_THAT(text, HasSubstr("failed: denied"));
  EXPECT_THAT(text, HasSubstr("1 differences, 0 applied, 1 failed"));
}

TEST(SyncText, EndsWithZeroDifferencesWhenEqual) {
  EXPECT_EQ(sync_text({.databases = 3}, true, report::Paint()),
            "compared 3 databases, 0 tables, 0 partitions: 0 differences\n");
  EXPECT_EQ(sync_text({.databases = 3, .lake_formation = true}, true, report::Paint()),
            "compared 3 databases, 0 tables, 0 partitions and Lake Formation: 0 differences\n");
}

TEST(SyncText, SaysThatTheListWasCut) {
  pipeline::SyncReport report = one_missing_table();
  report.difference_count = 5;
  EXPECT_THAT(sync_text(report, true, report::Paint()), HasSubstr("and 4 more"));
}

TEST(SyncJson, TellsCountsAndDifferences) {
  const json::object object = sync_json(one_missing_table(), true);
  EXPECT_FALSE(object.at("equal").as_bool());
  EXPECT_TRUE(object.at("dry_run").as_bool());
  EXPECT_EQ(object.at("differences").at(0).at("result").as_string(), "planned");
  EXPECT_FALSE(object.at("differences").at(0).as_object().contains("error"));
}

}  // namespace
}  // namespace lakemirror::cli
