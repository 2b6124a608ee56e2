#include "permissions/judgement.h"

#include <gtest/gtest.h>

#include "permissions/test_rows.h"

namespace lakemirror::permissions {
namespace {

const std::string recorded_account = "111122223333";

RecordedRequest request(RecordedRequest::Action action, const json::value& grant) {
  return {action, read_grant(grant, recorded_account).value()};
}

Judgement revoked(const json::value& named, const std::vector<json::value>& before) {
  return judge(request(RecordedRequest::Action::revoke, named), atoms_of(before));
}

TEST(Judgement, AGrantAddsItsAtomsWhateverWasHeld) {
  const Judgement judgement =
      judge(request(RecordedRequest::Action::grant, row(table_t, "SELECT,DROP", "DROP")),
            atoms_of({row(table_t, "ALL")}));
  EXPECT_TRUE(judgement.unambiguous());
  EXPECT_EQ(AtomSet(judgement.added), atoms_of({row(table_t, "SELECT,DROP", "DROP")}));
  EXPECT_TRUE(judgement.removed.empty());
}

TEST(Judgement, ARevokeTakesWhatItNames) {
  const Judgement judgement = revoked(row(table_t, "DROP"), {row(table_t, "DROP,ALTER", "ALTER")});
  EXPECT_TRUE(judgement.unambiguous());
  EXPECT_EQ(AtomSet(judgement.removed), atoms_of({row(table_t, "DROP", "DROP")}));
}

TEST(Judgement, WhatMayMeetAllIsInDoubt) {
  EXPECT_FALSE(revoked(row(table_t, "ALL"), {}).unambiguous());
  EXPECT_FALSE(revoked(row(table_t, "DROP"), {row(table_t, "ALL")}).unambiguous());
  EXPECT_TRUE(revoked(row(table_t, "DROP"), {row(database_d, "ALL")}).unambiguous());
}

TEST(Judgement, GrantOptionsAreInDoubt) {
  EXPECT_FALSE(revoked(row(table_t, "DROP"), {row(table_t, "DROP", "DROP")}).unambiguous());
  EXPECT_FALSE(revoked(row(table_t, "DROP", "DROP"), {row(table_t, "DROP", "DROP")}).unambiguous());
}

TEST(Judgement, PartsOfListsAreInDoubt) {
  const auto a = row(columns_of_t(R"("a")"), "SELECT"), ab = row(columns_of_t(R"("a","b")"), "SELECT");
  EXPECT_FALSE(revoked(a, {ab}).unambiguous());
  EXPECT_FALSE(revoked(ab, {a}).unambiguous());
  EXPECT_TRUE(revoked(a, {a}).unambiguous());
  EXPECT_TRUE(revoked(a, {row(columns_of_t(R"("c")"), "SELECT")}).unambiguous());
}

TEST(Judgement, ListsOfExclusionsThatMeetAreInDoubt) {
  const auto granted = request(RecordedRequest::Action::grant, row(columns_of_t_but(R"("a")"), "SELECT"));
  EXPECT_FALSE(judge(granted, atoms_of({row(columns_of_t_but(R"("b")"), "SELECT")})).unambiguous());
  EXPECT_TRUE(judge(granted, atoms_of({row(columns_of_t_but(R"("a")"), "SELECT")})).unambiguous());
}

json::value batch() {
  return {{"catalogId", recorded_account},
          {"entries",
           {{{"id", "1"},
             {"principal", {{"dataLakePrincipalIdentifier", "p"}}},
             {"resource", {{"database", {{"name", "d"}}}}},
             {"permissions", json::array{"DROP"}}},
            {{"id", "2"},
             {"principal", {{"dataLakePrincipalIdentifier", "q"}}},
             {"resource", {{"database", {{"name", "d"}}}}},
             {"permissions", json::array{"DROP"}}}}}};
}

TEST(RecordedRequest, OneCallIsOneRequest) {
  const auto requests = read_record("RevokePermissions", row(table_t, "DROP"), nullptr, recorded_account);
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0]->action, RecordedRequest::Action::revoke);
  EXPECT_EQ(requests[0]->grant.resource, Resource::table("d", "t"));
}

TEST(RecordedRequest, ABatchIsItsEntriesWithoutTheFailedOnes) {
  EXPECT_EQ(read_record("BatchGrantPermissions", batch(), nullptr, recorded_account).size(), 2u);
  const json::value answer{{"failures", {{{"requestEntry", {{"id", "1"}}}, {"error", json::object()}}}}};
  const auto requests = read_record("BatchRevokePermissions", batch(), answer, recorded_account);
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0]->grant.principal, "q");
}

TEST(RecordedRequest, WhatIsNotUnderstoodIsAnErrorInItsPlace) {
  json::value broken = batch();
  broken.at("entries").at(0).get_object()["resource"] = {{"galaxy", json::object()}};
  const auto requests = read_record("BatchGrantPermissions", broken, nullptr, recorded_account);
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_FALSE(requests[0].has_value());
  EXPECT_TRUE(requests[1].has_value());
}

TEST(RecordedRequest, AnOmittedRequestOrAFailureWithoutIdIsAnError) {
  const json::value omitted{{"reason", "requestParameters too large"}, {"omitted", "true"}};
  for (const char* name : {"GrantPermissions", "BatchGrantPermissions", "CreateTable"}) {
    const auto requests = read_record(name, omitted, nullptr, recorded_account);
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_FALSE(requests[0].has_value()) << name;
  }
  EXPECT_FALSE(read_record("GrantPermissions", nullptr, nullptr, recorded_account)[0].has_value());
  const json::value answer{{"failures", {{{"error", {{"errorCode", "x"}}}}}}};
  EXPECT_FALSE(read_record("BatchGrantPermissions", batch(), answer, recorded_account)[0].has_value());
}

}  // namespace
}  // namespace lakemirror::permissions
