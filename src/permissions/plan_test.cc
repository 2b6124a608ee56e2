#include "permissions/plan.h"

#include <gmock/gmock.h>

#include "permissions/test_rows.h"

namespace lakemirror::permissions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Rows = std::vector<json::value>;

std::vector<std::string> planned(const Rows& have, const Rows& want) {
  std::vector<std::string> lines;
  for (const PermissionCall& call : plan(atoms_of(have), atoms_of(want))) lines.push_back(explain(call));
  return lines;
}

TEST(Plan, NothingIsDoneWhereNothingDiffers) {
  EXPECT_THAT(planned({row(table_t, "ALL")}, {row(table_t, "ALL,INSERT"), row(all_columns_of_t, "SELECT")}),
              IsEmpty());
}

TEST(Plan, WhatIsGrantedComesBeforeWhatIsRevoked) {
  EXPECT_THAT(
      planned({row(table_t, "INSERT,DROP")}, {row(table_t, "DROP,DELETE", "DELETE")}),
      ElementsAre("grant DELETE on table d.t to p, with grant option for DELETE: missing at the target",
                  "revoke INSERT of table d.t from p: not granted at the source"));
}

TEST(Plan, AGrantOptionIsAddedWithoutARevoke) {
  EXPECT_THAT(planned({row(table_t, "DROP")}, {row(table_t, "DROP", "DROP")}),
              ElementsAre("grant DROP on table d.t to p, with grant option for DROP: grant option differs"));
}

TEST(Plan, AGrantOptionGoesWithItsPermissionWhichComesBack) {
  EXPECT_THAT(planned({row(table_t, "DROP,ALTER", "DROP")}, {row(table_t, "DROP,ALTER")}),
              ElementsAre("revoke DROP of table d.t from p: grant option differs",
                          "grant DROP on table d.t to p: granted again after the revoke"));
}

TEST(Plan, ARevokeNamesTheGrantOptionsItTakes) {
  const auto calls = plan(atoms_of({row(table_t, "DROP,ALTER", "DROP")}), {});
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_EQ(calls[0].grant.words.names(), (std::vector<std::string>{"ALTER", "DROP"}));
  EXPECT_EQ(calls[0].grant.words.grantable_names(), std::vector<std::string>{"DROP"});
  // Naming both may have taken the option alone.
  EXPECT_EQ(calls[1].grant.words.names(), std::vector<std::string>{"DROP"});
  EXPECT_TRUE(calls[1].grant.words.grantable_names().empty());
}

TEST(Plan, AllIsGrantedWithoutItsParts) {
  EXPECT_THAT(
      planned({}, {row(table_t, "ALL,DROP,INSERT", "INSERT")}),
      ElementsAre(
          "grant ALL, INSERT on table d.t to p, with grant option for INSERT: missing at the target"));
}

TEST(Plan, AllIsRevokedAsItIsListedAndWhatStaysIsGrantedAnew) {
  EXPECT_THAT(planned({row(table_t, "ALL")}, {row(table_t, "SELECT")}),
              ElementsAre("revoke ALL of table d.t from p: not granted at the source",
                          "grant SELECT on table d.t to p: granted again after the revoke"));
  EXPECT_THAT(planned({row(table_t, "ALL,DROP,INSERT")}, {row(table_t, "DROP,SELECT")}),
              ElementsAre("revoke ALL, INSERT of table d.t from p: not granted at the source",
                          "grant DROP, SELECT on table d.t to p: granted again after the revoke"));
}

TEST(Plan, AnythingTakenFromUnderAllTakesAll) {
  EXPECT_THAT(planned({row(table_t, "ALL,DROP", "DROP")}, {row(table_t, "ALL")}),
              ElementsAre("revoke ALL, DROP of table d.t from p: grant option differs; ALL goes as a whole",
                          "grant ALL on table d.t to p: granted again after the revoke"));
}

TEST(Plan, SelectOnATableGoesBeforeSelectOnColumnsComes) {
  EXPECT_THAT(planned({row(table_t, "SELECT")}, {row(columns_of_t(R"("a")"), "SELECT")}),
              ElementsAre("revoke SELECT of table d.t from p: not granted at the source",
                          "grant SELECT on table d.t (column a) to p: missing at the target"));
  EXPECT_THAT(planned({row(columns_of_t(R"("a")"), "SELECT")}, {row(table_t, "SELECT,DESCRIBE")}),
              ElementsAre("revoke SELECT of table d.t (column a) from p: not granted at the source",
                          "grant DESCRIBE, SELECT on table d.t to p: missing at the target"));
}

TEST(Plan, WhatSelectIsNotWaitsForNoColumns) {
  EXPECT_THAT(planned({row(columns_of_t(R"("a")"), "SELECT")}, {row(table_t, "DESCRIBE")}),
              ElementsAre("grant DESCRIBE on table d.t to p: missing at the target",
                          "revoke SELECT of table d.t (column a) from p: not granted at the source"));
}

TEST(Plan, AListOfColumnsIsRevokedAsItIsListed) {
  EXPECT_THAT(planned({row(columns_of_t(R"("a","b")"), "SELECT")}, {row(columns_of_t(R"("a")"), "SELECT")}),
              ElementsAre("revoke SELECT of table d.t (columns a, b) from p: not granted at the source",
                          "grant SELECT on table d.t (column a) to p: granted again after the revoke"));
}

TEST(Plan, WhatARevokedListSharedWithAnotherIsGrantedAgain) {
  EXPECT_THAT(planned({row(columns_of_t(R"("a","b")"), "SELECT"), row(columns_of_t(R"("b","c")"), "SELECT")},
                      {row(columns_of_t(R"("b","c")"), "SELECT")}),
              ElementsAre("revoke SELECT of table d.t (columns a, b) from p: not granted at the source",
                          "grant SELECT on table d.t (columns b, c) to p: granted again after the revoke"));
}

TEST(Plan, ColumnsAreAddedBesideOthers) {
  EXPECT_THAT(planned({row(columns_of_t(R"("a")"), "SELECT")},
                      {row(columns_of_t(R"("b","a")"), "SELECT"), row(columns_of_t(R"("a")"), "SELECT")}),
              ElementsAre("grant SELECT on table d.t (columns a, b) to p: missing at the target"));
}

TEST(Plan, TagValuesAreListsToo) {
  EXPECT_THAT(
      planned({row(values_of_tag(R"("a","b")"), "ASSOCIATE,DESCRIBE")},
              {row(values_of_tag(R"("a","b")"), "DESCRIBE"), row(values_of_tag(R"("b")"), "ASSOCIATE")}),
      ElementsAre("revoke ASSOCIATE of LF-tag k (values a, b) from p: not granted at the source",
                  "grant ASSOCIATE on LF-tag k (values b) to p: granted again after the revoke"));
}

TEST(Plan, ACorrectedConditionReplacesTheOld) {
  json::value before = row(table_t, "SELECT"), after = row(table_t, "SELECT");
  before.get_object()["Condition"] = {{"Expression", "x"}};
  after.get_object()["Condition"] = {{"Expression", "y"}};
  EXPECT_THAT(planned({before}, {after}),
              ElementsAre("revoke SELECT of table d.t from p, if x: not granted at the source",
                          "grant SELECT on table d.t to p, if y: missing at the target"));
}

TEST(Plan, RemovalsElsewhereGoFirstThenExchangesThenGrants) {
  const std::string table_u = R"("Table":{"DatabaseName":"d","Name":"u"})";
  EXPECT_THAT(
      planned({row(table_t, "DROP"), row(table_u, "DROP")}, {row(database_d, "DROP"), row(table_t, "ALTER")}),
      ElementsAre("revoke DROP of table d.u from p: not granted at the source",
                  "grant ALTER on table d.t to p: missing at the target",
                  "revoke DROP of table d.t from p: not granted at the source",
                  "grant DROP on database d to p: missing at the target"));
}

TEST(Plan, ExcludedPrincipalsAreLeftAlone) {
  EXPECT_THAT(plan(atoms_of({row(table_t, "DROP")}), atoms_of({row(database_d, "DROP")}), {"p"}), IsEmpty());
}

}  // namespace
}  // namespace lakemirror::permissions
