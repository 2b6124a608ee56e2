#include "lambda/admin_test_fixture.h"

namespace lakemirror::lambda::admin_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(AdminTest, AnotherPrincipalComesBeforeTheFirstGoes) {
  const std::string before = id_of(event("Create", properties(first)));
  json::object update = event("Update", properties(second), before);
  update["OldResourceProperties"] = properties(first);
  const std::string after = id_of(update);
  EXPECT_NE(after, before);
  EXPECT_TRUE(is_there(first) && is_there(second));
  destroy(properties(first), before);
  EXPECT_FALSE(is_there(first));
  EXPECT_TRUE(is_there(second));
  destroy(properties(second), after);
  EXPECT_FALSE(is_there(second));
}

TEST_F(AdminTest, AnUpdateThatChangesNothingKeepsItsId) {
  const std::string id = id_of(event("Create", properties(first)));
  json::object update = event("Update", properties(first, {{"DeadAdmins", "drop"}}), id);
  update["OldResourceProperties"] = properties(first);
  EXPECT_EQ(id_of(update), id);
  // Somebody took it out meanwhile.
  put(others);
  EXPECT_EQ(id_of(update), id);
  EXPECT_TRUE(is_there(first));
}

TEST_F(AdminTest, WhoWasThereBeforeIsOursOnceWeHadToAddHim) {
  somebody_adds(first);
  const std::string found = id_of(event("Create", properties(first)));
  put(others);
  json::object update = event("Update", properties(first), found);
  update["OldResourceProperties"] = properties(first);
  const std::string added = id_of(update);
  // Another id: CloudFormation deletes by the one before.
  destroy(properties(first), found);
  EXPECT_TRUE(is_there(first));
  destroy(properties(first), added);
  EXPECT_FALSE(is_there(first));
}

TEST_F(AdminTest, AnUpdateRolledBackEndsWhereItBegan) {
  const std::string before = id_of(event("Create", properties(first)));
  json::object update = event("Update", properties(second), before);
  update["OldResourceProperties"] = properties(first);
  const std::string after = id_of(update);
  another_process();
  json::object back = event("Update", properties(first), after);
  back["OldResourceProperties"] = properties(second);
  const std::string again = id_of(back);
  destroy(properties(second), after);
  EXPECT_TRUE(is_there(first));
  EXPECT_FALSE(is_there(second));
  // It is still ours.
  destroy(properties(first), again);
  EXPECT_FALSE(is_there(first));
}

TEST_F(AdminTest, AnUpdateRolledBackToSomebodyElsesLeavesHim) {
  somebody_adds(first);
  const std::string before = id_of(event("Create", properties(first)));
  json::object update = event("Update", properties(second), before);
  update["OldResourceProperties"] = properties(first);
  const std::string after = id_of(update);
  json::object back = event("Update", properties(first), after);
  back["OldResourceProperties"] = properties(second);
  const std::string again = id_of(back);
  destroy(properties(second), after);
  destroy(properties(first), again);
  EXPECT_THAT(names(), ElementsAre(role("operator"), first));
}

TEST_F(AdminTest, AnUpdateThatFailsTakesBackWhatItAdded) {
  const std::string before = id_of(event("Create", properties(first)));
  at_call("GetDataLakeSettings", 2, [] { return refusal(ErrorKind::denied, "AccessDeniedException", "no"); });
  json::object update = event("Update", properties(second), before);
  update["OldResourceProperties"] = properties(first);
  EXPECT_THAT(reason_of_failure(update), HasSubstr("AccessDeniedException: no; removed " + second));
  EXPECT_EQ(failed_id, before);
  EXPECT_TRUE(is_there(first));
  EXPECT_FALSE(is_there(second));
}

TEST_F(AdminTest, TheRollbackOfAnUpdateWithoutAnAnswerRemovesItsRole) {
  const std::string before = id_of(event("Create", of_stack(first)));
  somebody_adds(second);  // we did, and ended before we could say so
  json::object back = event("Update", of_stack(first), before);
  back["OldResourceProperties"] = of_stack(second);
  EXPECT_EQ(id_of(back), before);
  EXPECT_TRUE(is_there(first));
  EXPECT_FALSE(is_there(second));
}

TEST_F(AdminTest, ACreateWithoutAnAnswerIsDeletedByAnIdThatIsNotOurs) {
  somebody_adds(first);  // we did, or he did: only for a role of the stack that is known
  const std::string made_up = "lakemirror-TargetAdmin-1ABCDEFGHIJKL";
  destroy(properties(first), made_up);
  EXPECT_TRUE(is_there(first));
  destroy(of_stack(first), made_up);
  EXPECT_FALSE(is_there(first));
}

}  // namespace
}  // namespace lakemirror::lambda::admin_test
