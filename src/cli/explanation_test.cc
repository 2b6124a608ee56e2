#include "cli/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/explanation_output.h"

namespace lakemirror::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time noon = *parse_time("2026-11-22T12:00:00Z");

model::Entry entry(const std::string& name, const std::string& request,
                   const std::string& source = "lakeformation.amazonaws.com") {
  const std::string record =
      R"({"eventVersion":"1.08","eventSource":")" + source + R"(","eventName":")" + name +
      R"(","awsRegion":"us-east-1","recipientAccountId":"111122223333","readOnly":false,"requestParameters":)" +
      request + "}";
  return {.event = {.event_id = "e1",
                    .event_time = noon,
                    .event_name = name,
                    .event_source = source,
                    .record = record}};
}

std::string grant_on_columns(const std::string& more) {
  return R"({"principal":{"dataLakePrincipalIdentifier":"arn:aws:iam::111122223333:role/analyst"},)"
         R"("resource":{"tableWithColumns":{"databaseName":"Sales","name":"Orders","columnNames":["id","price"]}},)" +
         more + "}";
}

std::string text_of(const Explanation& explanation) { return explanation_text(explanation, report::Paint()); }

TEST(Explanation, TellsEachPermissionOfAGrantOnceWithItsGrantOption) {
  const auto found =
      explain(entry("GrantPermissions",
                    grant_on_columns(R"("permissions":["SELECT"],"permissionsWithGrantOption":["SELECT"])")),
              {});
  ASSERT_EQ(found.permissions.size(), 2u);
  EXPECT_EQ(permissions::explain(found.permissions[0].atom),
            "role/analyst may SELECT table sales.orders (column id), with grant option");
  const auto json = explanation_json(found);
  const auto& row = json.at("permissions").as_array()[1].as_object();
  EXPECT_EQ(text_or(row, "action"), "grant");
  EXPECT_EQ(text_or(row, "principal"), "arn:aws:iam::111122223333:role/analyst");
  EXPECT_EQ(text_or(row, "resource"), "database/sales/table/orders/columns/price");
  EXPECT_EQ(text_or(row, "permission"), "SELECT");
  EXPECT_TRUE(row.at("grant_option").as_bool());
  EXPECT_TRUE(row.at("proven").as_bool());
}

TEST(Explanation, AGrantIsDecidedByItsRecordAndThenByAListBegunLateEnough) {
  const auto found = explain(entry("GrantPermissions", grant_on_columns(R"("permissions":["SELECT"])")),
                             {.read_settle = Seconds(30), .permissions_listed_every = Seconds(7)});
  ASSERT_EQ(found.decided_by.size(), 2u);
  EXPECT_EQ(found.decided_by[0].by, Explanation::By::record);
  EXPECT_THAT(found.decided_by[0].text, HasSubstr("at once"));
  EXPECT_EQ(found.decided_by[1].by, Explanation::By::list);
  EXPECT_EQ(found.decided_by[1].from, noon + Seconds(30));
  EXPECT_THAT(found.decided_by[1].text, HasSubstr("every 7 s"));
}

TEST(Explanation, ARevokeThatIsInDoubtIsNotAppliedByItself) {
  const auto found = explain(entry("RevokePermissions", grant_on_columns(R"("permissions":["ALL"])")), {});
  EXPECT_EQ(found.permissions.front().action, permissions::RecordedRequest::Action::revoke);
  EXPECT_THAT(found.decided_by[0].text, HasSubstr("not applied by itself: what a revoke of ALL leaves"));
  EXPECT_THAT(text_of(found), HasSubstr("revokes: role/analyst may ALL table sales.orders (column id)"));
}

TEST(Explanation, WhatARecordDoesNotNameIsDecidedByAList) {
  const auto found = explain(entry("CreateDataCellsFilter", R"({"tableData":{}})"), {});
  EXPECT_TRUE(found.permissions.empty());
  ASSERT_EQ(found.decided_by.size(), 1u);
  EXPECT_EQ(found.decided_by[0].by, Explanation::By::list);
  EXPECT_THAT(text_of(found),
              HasSubstr("catalog: any cell filters, since the record does not name the filter"));
}

TEST(Explanation, ATableIsReadAndItsPermissionsAreListedUnlessLakeFormationIsOff) {
  const auto table = entry("CreateTable", R"({"databaseName":"sales","tableInput":{"name":"orders"}})",
                           "glue.amazonaws.com");
  EXPECT_EQ(explain(table, {}).decided_by.size(), 2u);
  EXPECT_EQ(explain(table, {.lake_formation = false}).decided_by.size(), 1u);
  EXPECT_THAT(text_of(explain(table, {})), HasSubstr("database/sales/table/orders, and all below it"));
}

TEST(Explanation, SaysWhyNothingIsLookedAt) {
  const auto grant = entry("GrantPermissions", grant_on_columns(R"("permissions":["SELECT"])"));
  EXPECT_THAT(text_of(explain(grant, {.lake_formation = false})),
              HasSubstr("Lake Formation is not replicated"));
  EXPECT_THAT(text_of(explain(grant, {.filter = {{}, {"sal*"}, {}}})),
              HasSubstr("left alone: database sales is excluded by the configuration"));
  EXPECT_THAT(text_of(explain(entry("CreateLakeFormationOptIn", "{}"), {})),
              HasSubstr("ignored: an opt-in to Lake Formation permissions is not replicated"));
  auto broken = grant;
  broken.event.record = "{";
  EXPECT_THAT(text_of(explain(broken, {})), HasSubstr("parked: "));
}

TEST(Explanation, SaysHowFarTheEntryIs) {
  auto settings = entry("PutDataLakeSettings", "{}");
  EXPECT_THAT(text_of(explain(settings, {})), HasSubstr("pending, not looked at yet"));
  settings.attempts = 2;
  settings.outcome = model::OutcomeKind::replicated;
  settings.next_attempt_at = noon + Seconds(61);
  EXPECT_THAT(text_of(explain(settings, {})),
              HasSubstr("pending, looked at 2 times, replicated so far, again at 2026-11-22T12:01:01Z"));
  settings.flag = model::ProcessedFlag::parked;
  settings.outcome = model::OutcomeKind::parked;
  settings.error = "PutDataLakeSettings: denied";
  settings.hint = "ask somebody";
  EXPECT_THAT(text_of(explain(settings, {})),
              HasSubstr("parked\n  PutDataLakeSettings: denied\n  hint: ask somebody\n"));
}

TEST(Explanation, NoNameOfARecordWritesToTheTerminal) {
  const auto found = explain(entry("CreateLFTag", R"({"tagKey":"a\u001b[31m","tagValues":["x"]})"), {});
  EXPECT_THAT(text_of(found), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace lakemirror::cli
