#include <gmock/gmock.h>

#include "apply/assignment_plan.h"
#include "apply/governance_applier.h"
#include "aws/error.h"
#include "support/local_side.h"

namespace lakemirror::apply {
namespace {

using test_support::LocalSide;

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::ResultKind;
using testing::ElementsAre;
using testing::HasSubstr;

class TaggingTest : public testing::Test {
 protected:
  ChangeResult apply(ChangeKind kind, Key key, json::object body = {}) {
    side.forget_asked();
    const Change change{.kind = kind, .key = std::move(key), .body = std::move(body)};
    return GovernanceApplier(side, LocalSide::account).apply({&change, 1}, 1).at(0);
  }
  static json::object tag(const std::string& key, int values, int first = 0) {
    json::array list;
    for (int i = 0; i < values; ++i) list.emplace_back("v" + std::to_string(first + i));
    return {{"TagKey", key}, {"TagValues", std::move(list)}};
  }
  static json::object parsed(std::string_view text) { return parse_json(text).value().get_object(); }
  std::size_t held_values(const char* key) {
    return side.lake_dump().at("tags").at(key).at("values").get_array().size();
  }
  void make_tags() {
    side.make_tables();
    side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold","silver"]})");
    side.lake("CreateLFTag", R"({"TagKey":"domain","TagValues":["sales","hr"]})");
  }
  std::string assigned() { return json::serialize(side.lake_dump().at("assignments")); }

  LocalSide side;
  const Key tier = Key::tag("tier");
  const Key orders = Key::assignment(Key::table("sales", "orders"));
};

TEST_F(TaggingTest, ATagOfManyValuesGoesInCallsOfFifty) {
  EXPECT_EQ(apply(ChangeKind::create, tier, tag("tier", 120)).kind, ResultKind::created);
  EXPECT_THAT(side.asked(), ElementsAre("CreateLFTag", "UpdateLFTag", "UpdateLFTag"));
  EXPECT_EQ(held_values("tier"), 120u);
  EXPECT_EQ(apply(ChangeKind::update, tier, tag("tier", 70, 110)).kind, ResultKind::updated);
  EXPECT_THAT(
      side.asked(),  // 60 come, then 110 go
      ElementsAre("GetLFTag", "UpdateLFTag", "UpdateLFTag", "UpdateLFTag", "UpdateLFTag", "UpdateLFTag"));
  EXPECT_EQ(held_values("tier"), 70u);
  EXPECT_EQ(apply(ChangeKind::update, tier, tag("tier", 70, 110)).kind, ResultKind::unchanged);
}

TEST_F(TaggingTest, WhatExistsIsUpdatedAndWhatIsMissingIsCreated) {
  EXPECT_EQ(apply(ChangeKind::update, tier, tag("tier", 2)).kind, ResultKind::created);
  EXPECT_EQ(apply(ChangeKind::create, tier, tag("tier", 3)).kind, ResultKind::updated);
  EXPECT_EQ(held_values("tier"), 3u);
  EXPECT_EQ(apply(ChangeKind::remove, tier).kind, ResultKind::deleted);
  EXPECT_EQ(apply(ChangeKind::remove, tier).kind, ResultKind::unchanged);
}

TEST_F(TaggingTest, AnAnswerWithoutValuesIsNotTakenForATagWithoutAny) {
  EXPECT_EQ(apply(ChangeKind::create, tier, tag("tier", 2)).kind, ResultKind::created);
  side.intercept = [](std::string_view operation,
                      const json::object&) -> std::optional<Result<json::object>> {
    if (operation == "GetLFTag") return json::object();
    return std::nullopt;
  };
  const auto result = apply(ChangeKind::update, tier, tag("tier", 2, 1));
  ASSERT_EQ(result.kind, ResultKind::failed);
  EXPECT_EQ(result.error->kind, ErrorKind::retry);
  EXPECT_EQ(result.error->subject, "tag/tier");
}

TEST_F(TaggingTest, BothReadingsOfTheCaseOfTagsWork) {
  for (const bool folds : {false, true}) {
    side.set_knobs({{"tag_case_folds", folds}});
    EXPECT_EQ(apply(ChangeKind::create, tier, parsed(R"({"TagKey":"Tier","TagValues":["Gold"]})")).kind,
              ResultKind::created);
    EXPECT_EQ(apply(ChangeKind::update, tier, parsed(R"({"TagKey":"Tier","TagValues":["GOLD"]})")).kind,
              ResultKind::unchanged);
    EXPECT_EQ(apply(ChangeKind::remove, tier).kind, ResultKind::deleted);
  }
}

TEST_F(TaggingTest, ARefusedTagThatIsNotThereKeepsItsOwnError) {
  const auto result = apply(ChangeKind::create, tier, tag("tier", 0));
  EXPECT_EQ(result.error->kind, ErrorKind::invalid);
  EXPECT_THAT(result.error->operation, HasSubstr("CreateLFTag"));
}

TEST_F(TaggingTest, AValueThatIsStillInUseIsTriedAgain) {
  make_tags();
  side.lake(
      "AddLFTagsToResource",
      R"({"Resource":{"Database":{"Name":"sales"}},"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})");
  const auto result = apply(ChangeKind::update, tier, parsed(R"({"TagKey":"tier","TagValues":["new"]})"));
  ASSERT_EQ(result.kind, ResultKind::failed);
  EXPECT_EQ(result.error->kind, ErrorKind::retry);
  EXPECT_THAT(result.error->hint, HasSubstr("still on a resource"));
  EXPECT_TRUE(result.look_again);
  EXPECT_EQ(held_values("tier"), 3u);  // what comes has come
}

TEST_F(TaggingTest, AssignmentsFollowWhatTheTargetHolds) {
  make_tags();
  const auto body = parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}],"Columns":{
    "a":[{"TagKey":"domain","TagValues":["hr"]}],"b":[{"TagKey":"domain","TagValues":["hr"]}]}})");
  EXPECT_EQ(apply(ChangeKind::create, orders, body).kind, ResultKind::created);
  EXPECT_THAT(side.asked(), ElementsAre("GetResourceLFTags", "AddLFTagsToResource", "AddLFTagsToResource"));
  EXPECT_EQ(apply(ChangeKind::create, orders, body).kind, ResultKind::unchanged);
  const auto other = parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["silver"]}],"Columns":{
    "b":[{"TagKey":"domain","TagValues":["sales"]}]}})");
  EXPECT_EQ(apply(ChangeKind::update, orders, other).kind, ResultKind::updated);
  EXPECT_THAT(side.asked(), ElementsAre("GetResourceLFTags", "RemoveLFTagsFromResource",
                                        "AddLFTagsToResource", "AddLFTagsToResource"));
  EXPECT_THAT(assigned(), HasSubstr("silver"));
  EXPECT_EQ(assigned().find("hr"), std::string::npos);
  EXPECT_EQ(apply(ChangeKind::remove, orders).kind, ResultKind::deleted);
  EXPECT_EQ(apply(ChangeKind::remove, orders).kind, ResultKind::unchanged);
}

TEST_F(TaggingTest, WhatIsFoundWithoutTheDifferenceIsLookedAtAgain) {
  make_tags();
  const auto gold = parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})");
  EXPECT_TRUE(apply(ChangeKind::update, tier, parsed(R"({"TagKey":"tier","TagValues":["silver","gold"]})"))
                  .look_again);
  EXPECT_FALSE(apply(ChangeKind::create, orders, gold).look_again);
  EXPECT_TRUE(apply(ChangeKind::create, orders, gold).look_again);
  EXPECT_FALSE(apply(ChangeKind::remove, orders).look_again);
  EXPECT_TRUE(apply(ChangeKind::remove, orders).look_again);
}

TEST_F(TaggingTest, ADifferenceInCaseAloneIsThereToStay) {
  make_tags();
  EXPECT_FALSE(apply(ChangeKind::update, tier, parsed(R"({"TagKey":"tier","TagValues":["Gold","silver"]})"))
                   .look_again);
  apply(ChangeKind::create, orders, parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})"));
  const auto same =
      apply(ChangeKind::update, orders, parsed(R"({"LFTags":[{"TagKey":"Tier","TagValues":["GOLD"]}]})"));
  EXPECT_EQ(same.kind, ResultKind::unchanged);
  EXPECT_FALSE(same.look_again);
}

TEST_F(TaggingTest, InheritedTagsAreNobodysToRemove) {
  make_tags();
  const Key database = Key::assignment(Key::database("sales"));
  EXPECT_EQ(
      apply(ChangeKind::create, database, parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})"))
          .kind,
      ResultKind::created);
  EXPECT_EQ(apply(ChangeKind::update, orders).kind, ResultKind::unchanged);
  EXPECT_EQ(apply(ChangeKind::remove, database).kind, ResultKind::deleted);
}

TEST_F(TaggingTest, ATagThatIsMissingFailsAndTheOthersAreDone) {
  make_tags();
  const auto result = apply(
      ChangeKind::create, orders,
      parsed(
          R"({"LFTags":[{"TagKey":"tier","TagValues":["lead"]},{"TagKey":"domain","TagValues":["hr"]}]})"));
  ASSERT_EQ(result.kind, ResultKind::failed);
  EXPECT_EQ(result.error->kind, ErrorKind::missing);
  EXPECT_THAT(result.error->message, HasSubstr("LF-tag tier"));
  EXPECT_EQ(result.error->subject, orders.text());
  EXPECT_TRUE(result.look_again);
  EXPECT_THAT(assigned(), HasSubstr("hr"));
}

TEST_F(TaggingTest, AMissingTableIsAFailureUnlessItsTagsShallGo) {
  const Key none = Key::assignment(Key::table("sales", "none"));
  make_tags();
  EXPECT_EQ(apply(ChangeKind::remove, none).kind, ResultKind::unchanged);
  EXPECT_EQ(apply(ChangeKind::create, none).error->kind, ErrorKind::missing);
  const auto column = apply(ChangeKind::create, orders,
                            parsed(R"({"Columns":{"none":[{"TagKey":"tier","TagValues":["gold"]}]}})"));
  EXPECT_EQ(column.error->kind, ErrorKind::missing);
}

TEST_F(TaggingTest, AFailureThatCannotBeMatchedFailsTheChange) {
  make_tags();
  for (const char* failure :
       {R"({"Error":{"ErrorCode":"InternalServiceException"}})", "7",
        R"({"LFTag":{"TagKey":"other"},"Error":{"ErrorCode":"EntityNotFoundException"}})"}) {
    side.intercept = [failure](std::string_view operation,
                               const json::object&) -> std::optional<Result<json::object>> {
      if (operation != "AddLFTagsToResource") return std::nullopt;
      return parsed(std::string(R"({"Failures":[)") + failure + "]}");
    };
    const auto result =
        apply(ChangeKind::create, orders, parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})"));
    ASSERT_EQ(result.kind, ResultKind::failed) << failure;
    EXPECT_EQ(result.error->kind, ErrorKind::retry);
  }
}

TEST(AssignmentPlan, IsEmptyExactlyForWhatIsEqualButForCase) {
  const AssignedTags held{.own = {{"Tier", "Gold"}}, .columns = {{"a", {{"k", "V"}}}}};
  const AssignedTags same{.own = {{"tier", "gold"}}, .columns = {{"a", {{"K", "v"}}}, {"b", {}}}};
  EXPECT_TRUE(plan_assignment(held, same).empty());
  EXPECT_TRUE(plan_assignment(same, held).empty());
  EXPECT_EQ(plan_assignment(held, {}).size(), 2u);
  EXPECT_EQ(plan_assignment({}, held).size(), 2u);
}

}  // namespace
}  // namespace lakemirror::apply
