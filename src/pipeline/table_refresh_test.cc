#include "pipeline/table_refresh.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "journal/memory_journal.h"
#include "pipeline/replicator.h"
#include "support/local_side.h"

namespace lakemirror::pipeline {
namespace {

/// A database of more tables than one page of a listing shows, to be copied as a whole.
class TableRefreshTest : public testing::Test {
 protected:
  TableRefreshTest() {
    source.glue("CreateDatabase", R"({"DatabaseInput": {"Name": "sales"}})");
    for (int i = 0; i < tables; ++i) {
      source.glue("CreateTable",
                  fmt::format(R"({{"DatabaseName": "sales", "TableInput": {{"Name": "t{:03}"}}}})", i));
    }
  }

  /// From the second page on.
  void answer_later_pages(const Result<json::object>& answer) {
    source.intercept = [answer](std::string_view operation,
                                const json::object& input) -> std::optional<Result<json::object>> {
      if (operation == "GetTables" && input.contains("NextToken")) return answer;
      return std::nullopt;
    };
  }

  Result<SyncReport> sync() {
    journal::MemoryJournal journal;
    const mapping::Mapping mapping;
    Settings settings;
    settings.source_account = settings.target_account = test_support::LocalSide::account;
    settings.lake_formation = false;
    Replicator replicator(source, target, journal, mapping, target.clock, settings);
    return replicator.sync({});
  }

  json::object at_target(int number) {
    return target.glue("GetTable", fmt::format(R"({{"DatabaseName": "sales", "Name": "t{:03}"}})", number))
        .at("Table")
        .as_object();
  }
  std::size_t count_at_target() {
    return target.glue("GetTables", R"({"DatabaseName": "sales"})").at("TableList").as_array().size();
  }

  static constexpr int tables = 150;
  test_support::LocalSide source, target;
};

TEST_F(TableRefreshTest, APageThatFailsTakesNothingFromThoseBeforeIt) {
  answer_later_pages(fail({.kind = ErrorKind::retry, .operation = "glue:GetTables", .message = "throttled"}));
  const auto report = sync();
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_GT(report->failed, 0u);
  EXPECT_EQ(count_at_target(), 100u);
}

TEST_F(TableRefreshTest, OfATableThatIsListedTwiceTheNewerStateIsCopied) {
  answer_later_pages(
      parse_json(R"({"TableList": [{"Name": "t007", "DatabaseName": "sales", "Description": "newer"}]})")
          ->get_object());
  const auto report = sync();
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->failed, 0u);
  EXPECT_EQ(text_or(at_target(7), "Description"), "newer");
  EXPECT_FALSE(at_target(8).contains("Description"));
}

}  // namespace
}  // namespace lakemirror::pipeline
