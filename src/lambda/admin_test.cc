#include "lambda/admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "aws/test_support.h"
#include "support/local_side.h"

namespace lakemirror::lambda {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Names = std::vector<std::string>;

std::string role(const std::string& name) { return "arn:aws:iam::123456789012:role/" + name; }

/// A client for whoever asks, that goes to the same side as all others.
class SharedSide final : public aws::Client {
 public:
  explicit SharedSide(test_support::LocalSide& side) : side_(side) {}
  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override {
    return side_.call(service, operation, input);
  }
  std::string_view region() const override { return side_.region(); }

 private:
  test_support::LocalSide& side_;
};

/// CloudFormation on one hand, a Region's data lake settings on the other. Whatever a test does, all that was
/// in the settings and all that others put there meanwhile has to be there at its end.
class AdminTest : public testing::Test {
 protected:
  AdminTest() {
    others = parse_json(R"({"ReadOnlyAdmins": [], "DataLakeAdmins": [],
      "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": [],
      "TrustedResourceOwners": ["222222222222"], "SomethingNew": {"Deep": [2, 1]},
      "Parameters": {"CROSS_ACCOUNT_VERSION": "3"}})")
                 .value()
                 .get_object();
    somebody_adds(role("operator"));
    somebody_adds(role("auditor"), "ReadOnlyAdmins");
    will_be_answered({aws::HttpResponse{.status = 200}});
  }

  void TearDown() override {
    json::object left = settings();
    for (const char* list : {"DataLakeAdmins", "ReadOnlyAdmins"}) {
      json::array kept;
      for (const auto& one : left.at(list).as_array()) {
        if (!is_ours(text_or(one.as_object(), "DataLakePrincipalIdentifier"))) kept.push_back(one);
      }
      left[list] = std::move(kept);
    }
    json::object expected = others;
    expected["Parameters"] = left.at("Parameters");  // the local AWS adds to them
    EXPECT_EQ(text_or(left.at("Parameters").as_object(), "CROSS_ACCOUNT_VERSION"), "3");
    left.erase("AllowExternalDataFiltering");
    left.erase("ExternalDataFilteringAllowList");
    EXPECT_EQ(canonical_json(left), canonical_json(expected));
  }

  static bool is_ours(std::string_view principal) {
    return principal.find("/replicate-") != std::string_view::npos;
  }

  json::object settings() {
    return side.lake("GetDataLakeSettings", "{}").at("DataLakeSettings").as_object();
  }
  void put(const json::object& document) {
    side.lake("PutDataLakeSettings", json::serialize(json::object{{"DataLakeSettings", document}}));
  }
  Names names(const char* list = "DataLakeAdmins") {
    Names found;
    const json::object now = settings();
    for (const auto& one : now.at(list).as_array())
      found.emplace_back(text_or(one.as_object(), "DataLakePrincipalIdentifier"));
    return found;
  }
  bool is_there(const std::string& principal, const char* list = "DataLakeAdmins") {
    return std::ranges::count(names(list), principal) == 1;
  }

  /// Another hand: reads, adds, and puts what he read.
  void somebody_adds(const std::string& principal, const char* list = "DataLakeAdmins") {
    json::object document = is_begun ? settings() : others;
    is_begun = true;
    const json::object one{{"DataLakePrincipalIdentifier", principal}};
    document[list].as_array().push_back(one);
    if (!is_ours(principal)) others[list].as_array().push_back(one);
    put(document);
  }

  static json::object properties(const std::string& principal, json::object more = {}) {
    json::object all{{"ServiceToken", "arn:aws:lambda:us-west-2:123456789012:function:admin"},
                     {"ServiceTimeout", "600"},
                     {"Side", "target"},
                     {"Region", "us-west-2"},
                     {"Principal", principal},
                     {"Kind", "admin"}};
    for (const auto& member : more) all[member.key()] = member.value();
    return all;
  }
  static json::object of_stack(const std::string& principal) {
    return properties(principal, {{"MadeByStack", "true"}});
  }

  json::object event(std::string_view type, json::object wanted, const std::string& id = "") {
    json::object made{{"RequestType", type},
                      {"ResponseURL", "https://answers.example.com/stack%7Cr?X-Amz-Signature=secret"},
                      {"StackId", "arn:aws:cloudformation:us-west-2:123456789012:stack/lakemirror/1"},
                      {"RequestId", "request-" + std::to_string(++requests)},
                      {"ResourceType", "Custom::DataLakeAdmin"},
                      {"LogicalResourceId", "TargetAdmin"},
                      {"ResourceProperties", std::move(wanted)}};
    if (!id.empty()) made["PhysicalResourceId"] = id;
    return made;
  }

  Result<json::value> serve(const json::object& what) {
    invocation.payload = json::serialize(what);
    invocation.deadline = side.clock.now() + std::chrono::minutes(5);
    return admin->serve({invocation, {}, side.clock, figures}, *answers);
  }
  /// What CloudFormation was told.
  json::object told(const json::object& what) {
    const auto done = serve(what);
    EXPECT_TRUE(done) << done.error().text();
    if (!done) return {{"Status", ""}, {"Reason", ""}, {"PhysicalResourceId", ""}};
    EXPECT_EQ(parse_json(answers->requests.back().body)->as_object(), done->as_object());
    EXPECT_LE(answers->requests.back().body.size(), 4096u);
    return done->as_object();
  }
  /// The physical id of a request that succeeded.
  std::string id_of(const json::object& what) {
    const json::object answer = told(what);
    EXPECT_EQ(text_or(answer, "Status"), "SUCCESS") << text_or(answer, "Reason");
    return std::string(text_or(answer, "PhysicalResourceId"));
  }
  std::string reason_of_failure(const json::object& what) {
    const json::object answer = told(what);
    EXPECT_EQ(text_or(answer, "Status"), "FAILED") << text_or(answer, "Reason");
    failed_id = text_or(answer, "PhysicalResourceId");
    const std::string reason(text_or(answer, "Reason"));
    EXPECT_EQ(reason.find('\n'), std::string::npos);
    return reason;
  }
  std::string destroy(json::object wanted, const std::string& id) {
    const json::object answer = told(event("Delete", std::move(wanted), id));
    EXPECT_EQ(text_or(answer, "Status"), "SUCCESS") << text_or(answer, "Reason");
    EXPECT_EQ(text_or(answer, "PhysicalResourceId"), id);
    return std::string(text_or(answer, "Reason"));
  }

  /// In the place of the call of that number (from 1) to this operation; what gives nothing lets it go on.
  using Instead = std::function<std::optional<Result<json::object>>()>;
  void at_call(const std::string& operation, int number, Instead instead) {
    side.intercept = [this, operation, number, instead](
                         std::string_view called,
                         const json::object&) -> std::optional<Result<json::object>> {
      return called == operation && ++seen == number ? instead() : std::nullopt;
    };
  }
  void will_be_answered(std::vector<Result<aws::HttpResponse>> with) { answers.emplace(std::move(with)); }
  static Result<json::object> refusal(ErrorKind kind, const std::string& code, const std::string& message) {
    return fail({.kind = kind, .operation = "lakeformation", .code = code, .message = message});
  }
  void another_process() { admin.emplace(connect, random); }

  const std::string first = role("replicate-1"), second = role("path/replicate-2");
  test_support::LocalSide side;
  json::object others;
  bool is_begun = false;
  Random random{1};
  Invocation invocation{.request_id = "r"};
  Figures figures;
  Admin::Connect connect = [this](const std::string& region,
                                  const std::stop_token&) -> Result<std::unique_ptr<aws::Client>> {
    EXPECT_EQ(region, "us-west-2");
    return std::make_unique<SharedSide>(side);
  };
  std::optional<Admin> admin{std::in_place, connect, random};
  std::optional<aws::testing::FakeTransport> answers;
  int requests = 0, seen = 0;
  std::string failed_id;
};

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
}  // namespace lakemirror::lambda
