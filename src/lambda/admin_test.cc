#include "lambda/admin_test_fixture.h"

namespace lakemirror::lambda::admin_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(AdminTest, AddsReadsAgainAndRemoves) {
  side.forget_asked();
  const std::string id = id_of(event("Create", properties(first)));
  EXPECT_THAT(side.asked(), ElementsAre("GetDataLakeSettings", "PutDataLakeSettings", "GetDataLakeSettings"));
  EXPECT_EQ(id, "admin/us-west-2/added/-/" + first);
  EXPECT_TRUE(is_there(first));
  const aws::HttpRequest& answer = answers->requests.back();
  EXPECT_EQ(answer.method, "PUT");
  EXPECT_EQ(answer.url, "https://answers.example.com/stack%7Cr?X-Amz-Signature=secret");
  EXPECT_THAT(answer.headers, ElementsAre("Content-Type:"));
  EXPECT_TRUE(answers->signers.back().access_key_id.empty());
  EXPECT_THAT(destroy(properties(first), id), HasSubstr("removed " + first));
  EXPECT_FALSE(is_there(first));
  EXPECT_THAT(destroy(properties(first), id), HasSubstr("did not find"));
}

TEST_F(AdminTest, ReadOnlyOnesAreAnotherList) {
  const auto wanted = properties(first, {{"Kind", "read-only"}, {"Side", "source"}});
  const std::string id = id_of(event("Create", wanted));
  EXPECT_TRUE(is_there(first, "ReadOnlyAdmins"));
  EXPECT_FALSE(is_there(first));
  destroy(wanted, id);
  EXPECT_FALSE(is_there(first, "ReadOnlyAdmins"));
}

TEST_F(AdminTest, WhoWasThereBeforeStays) {
  somebody_adds(first);
  const std::string id = id_of(event("Create", properties(first)));
  EXPECT_EQ(id, "admin/us-west-2/found/-/" + first);
  EXPECT_THAT(destroy(properties(first), id), HasSubstr("it was not added here"));
  EXPECT_TRUE(is_there(first));
}

TEST_F(AdminTest, ARequestThatComesAgainIsNotTakenForSomebodyElse) {
  will_be_answered({aws::HttpResponse{.status = 403}, aws::HttpResponse{.status = 200}});
  const json::object request = event("Create", properties(first));
  EXPECT_FALSE(serve(request));
  EXPECT_EQ(id_of(request), "admin/us-west-2/added/-/" + first);
  // Another process does not know it, but for a role of the stack nobody else can have come before.
  another_process();
  const json::object again = event("Create", of_stack(first));
  EXPECT_EQ(id_of(again), "admin/us-west-2/added/-/" + first);
}

TEST_F(AdminTest, AnotherWriterBetweenReadAndPutIsNotLostWhereAwsRefuses) {
  at_call("PutDataLakeSettings", 1, [&] {
    somebody_adds(role("late"));
    return refusal(ErrorKind::retry, "ConcurrentModificationException", "changed");
  });
  id_of(event("Create", properties(first)));
  EXPECT_TRUE(is_there(first));
  EXPECT_TRUE(is_there(role("late")));
}

TEST_F(AdminTest, AnotherWriterWhoPutsBackWhatHeHadReadBefore) {
  const json::object read_before = settings();
  at_call("GetDataLakeSettings", 2, [&]() -> std::optional<Result<json::object>> {
    put(read_before);
    somebody_adds(role("late"));
    return std::nullopt;
  });
  id_of(event("Create", properties(first)));
  EXPECT_TRUE(is_there(first));
}

TEST_F(AdminTest, APutWithoutAnAnswerIsNotMadeAgainFromWhatWasReadThen) {
  at_call("PutDataLakeSettings", 1, [&] {
    somebody_adds(first);
    somebody_adds(role("late"));
    return refusal(ErrorKind::retry, "Unreachable", "timeout");
  });
  EXPECT_EQ(id_of(event("Create", properties(first))), "admin/us-west-2/added/-/" + first);
  EXPECT_EQ(seen, 1);
}

TEST_F(AdminTest, WhoIsReplacedAgainAndAgainIsGivenUpInTimeToAnswer) {
  const json::object theirs = settings();
  side.intercept = [&](std::string_view operation, const json::object&) {
    if (operation == "GetDataLakeSettings") put(theirs);
    return std::optional<Result<json::object>>();
  };
  const Time began = side.clock.now();
  EXPECT_THAT(reason_of_failure(event("Create", properties(first))),
              HasSubstr("us-west-2/DataLakeAdmins: somebody else keeps replacing the list"));
  EXPECT_LT(side.clock.now(), began + std::chrono::minutes(5) - Seconds(20));
  // By this id it is removed if it is there after all.
  EXPECT_EQ(failed_id, "admin/us-west-2/added/-/" + first);
}

TEST_F(AdminTest, ARoleThatIamDoesNotKnowYetIsWaitedFor) {
  side.set_knobs({{"missing_principals", {first}}});
  side.intercept = [&](std::string_view operation, const json::object&) {
    if (operation == "PutDataLakeSettings" && ++seen == 4)
      side.set_knobs({{"missing_principals", json::array()}});
    return std::optional<Result<json::object>>();
  };
  id_of(event("Create", properties(first)));
  EXPECT_TRUE(is_there(first));
}

TEST_F(AdminTest, ARoleThatIsNotThereIsNamed) {
  side.set_knobs({{"missing_principals", {first}}});
  EXPECT_THAT(reason_of_failure(event("Create", properties(first))), HasSubstr(first + " does not exist"));
  side.set_knobs({{"missing_principals", json::array()}});
  EXPECT_THAT(destroy(properties(first), failed_id), HasSubstr("it was not added here"));
}

TEST_F(AdminTest, ADeadAdministratorIsNamedAndStays) {
  somebody_adds(role("dead"));
  side.set_knobs({{"missing_principals", {role("dead")}}});
  const std::string reason = reason_of_failure(event("Create", properties(first)));
  EXPECT_THAT(reason, HasSubstr(role("dead") + " does not exist any more"));
  EXPECT_THAT(reason, HasSubstr("--context dead_admins=drop"));
  EXPECT_THAT(reason, Not(HasSubstr(role("operator"))));
  // The rollback needs no change, and so is not held up.
  destroy(properties(first), failed_id);
  destroy(of_stack(first), "admin/us-west-2/added/-/" + first);
}

TEST_F(AdminTest, DeadOnesGoWhereThatIsAllowed) {
  const json::object alive = others;
  somebody_adds(role("dead"));
  somebody_adds(role("dead-too"), "ReadOnlyAdmins");
  side.set_knobs({{"missing_principals", {role("dead"), role("dead-too")}}});
  const json::object answer = told(event("Create", properties(first, {{"DeadAdmins", "drop"}})));
  EXPECT_EQ(text_or(answer, "Status"), "SUCCESS");
  EXPECT_THAT(
      std::string(text_or(answer, "Reason")),
      HasSubstr("took out, since they do not exist any more: " + role("dead") + ", " + role("dead-too")));
  EXPECT_TRUE(is_there(first));
  others = alive;
}

TEST_F(AdminTest, ARefusalThatNamesNobodyNamesAll) {
  side.intercept = [&](std::string_view operation,
                       const json::object&) -> std::optional<Result<json::object>> {
    if (operation != "PutDataLakeSettings") return std::nullopt;
    return refusal(ErrorKind::invalid, "InvalidInputException", "Invalid principal");
  };
  const std::string reason = reason_of_failure(event("Create", properties(first, {{"DeadAdmins", "drop"}})));
  EXPECT_THAT(reason, HasSubstr("one of "));
  EXPECT_THAT(reason, HasSubstr(role("auditor")));
  EXPECT_THAT(reason, HasSubstr(role("operator")));
}

TEST_F(AdminTest, ThirtyAreNamedWithTheLimit) {
  for (int i = 1; i < 30; ++i) somebody_adds(role(std::string(60, 'x') + std::to_string(i)));
  const std::string reason = reason_of_failure(event("Create", properties(first)));
  EXPECT_THAT(reason, HasSubstr("AWS allows 30 DataLakeAdmins in a Region, and so many are there"));
  EXPECT_THAT(reason, HasSubstr(role("operator")));
  EXPECT_THAT(reason, HasSubstr("(all of it is in the function's log)"));
  destroy(properties(first), failed_id);
}

TEST_F(AdminTest, TheThirtiethIsAdded) {
  for (int i = 1; i < 29; ++i) somebody_adds(role(std::to_string(i)));
  id_of(event("Create", properties(first)));
  EXPECT_EQ(names().size(), 30u);
  id_of(event("Create", properties(first)));
}

}  // namespace
}  // namespace lakemirror::lambda::admin_test
