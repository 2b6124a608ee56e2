#include "lambda/admin_test_fixture.h"

namespace lakemirror::lambda::admin_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(AdminTest, WhatMayNotBeRemovedIsToldAndHoldsNothingUp) {
  const std::string id = id_of(event("Create", properties(first)));
  side.intercept = [](std::string_view, const json::object&) -> std::optional<Result<json::object>> {
    return refusal(ErrorKind::denied, "AccessDeniedException", "no");
  };
  EXPECT_THAT(destroy(properties(first), id), HasSubstr("remove it by hand: "));
  EXPECT_TRUE(is_there(first));
  EXPECT_THAT(reason_of_failure(event("Create", properties(second))), HasSubstr("AccessDeniedException: no"));
}

TEST_F(AdminTest, WhatCannotBeRemovedNowFailsSoThatItIsTriedAgain) {
  const std::string id = id_of(event("Create", properties(first)));
  side.intercept = [](std::string_view, const json::object&) -> std::optional<Result<json::object>> {
    return refusal(ErrorKind::retry, "ThrottlingException", "Rate exceeded");
  };
  EXPECT_THAT(reason_of_failure(event("Delete", properties(first), id)), HasSubstr("Rate exceeded"));
  EXPECT_EQ(failed_id, id);
}

TEST_F(AdminTest, WrongPropertiesAreOneLineAndNothingIsLeftToDelete) {
  side.forget_asked();
  const std::pair<const char*, const char*> wrong[] = {{"Region", ""},         {"Principal", "a-role"},
                                                       {"Kind", "owner"},      {"Side", ""},
                                                       {"MadeByStack", "yes"}, {"DeadAdmins", "1"}};
  for (const auto& [name, value] : wrong) {
    const auto wanted = properties(first, {{name, value}});
    EXPECT_THAT(reason_of_failure(event("Create", wanted)),
                HasSubstr("property " + std::string(name) + ": "));
    destroy(wanted, failed_id);
  }
  EXPECT_THAT(side.asked(), ElementsAre());
}

TEST_F(AdminTest, SettingsThatCannotBeReadAreNotPut) {
  side.intercept = [](std::string_view, const json::object&) { return Result<json::object>(json::object()); };
  side.forget_asked();
  EXPECT_THAT(reason_of_failure(event("Create", properties(first))), HasSubstr("no DataLakeSettings"));
  EXPECT_THAT(side.asked(), ElementsAre("GetDataLakeSettings"));
}

TEST_F(AdminTest, AnAnswerIsPutUntilItIsTaken) {
  will_be_answered({aws::HttpResponse{.status = 503},
                    fail({.kind = ErrorKind::retry, .message = "no connection"}),
                    aws::HttpResponse{.status = 200}});
  id_of(event("Create", properties(first)));
  EXPECT_EQ(answers->requests.size(), 3u);
}

TEST_F(AdminTest, AnAnswerThatNobodyTakesFailsTheInvocationBeforeItsEnd) {
  will_be_answered({aws::HttpResponse{.status = 503}});
  const Time end = side.clock.now() + std::chrono::minutes(5);
  const auto done = serve(event("Create", properties(first)));
  ASSERT_FALSE(done);
  EXPECT_LT(side.clock.now(), end);
  EXPECT_THAT(done.error().text(), Not(HasSubstr("Signature")));
}

TEST_F(AdminTest, WhatCannotBeAnsweredFailsTheInvocationWithoutTheUrl) {
  json::object plain = event("Create", properties(first));
  plain["ResponseURL"] = "http://answers.example.com/?X-Amz-Signature=secret";
  json::object other = event("Patch", properties(first));
  for (const json::object& odd : {plain, other, json::object()}) {
    const auto done = serve(odd);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "InvalidEvent");
    EXPECT_THAT(done.error().text(), Not(HasSubstr("secret")));
  }
  EXPECT_TRUE(answers->requests.empty());
  EXPECT_FALSE(is_there(first));
}

}  // namespace
}  // namespace lakemirror::lambda::admin_test
