#include "apply/applier.h"

#include <gmock/gmock.h>

#include <deque>
#include <mutex>

#include "aws/error.h"

namespace lakemirror::apply {
namespace {

using model::Change;
using model::ChangeKind;
using model::Key;
using model::ResultKind;
using testing::ElementsAre;

/// Answers calls from a script, in order; records what was asked. Without a script every call succeeds.
class ScriptedClient : public aws::Client {
 public:
  Result<json::object> call(api::Service, std::string_view operation, const json::object& input) override {
    const std::lock_guard lock(mutex_);
    asked.emplace_back(operation);
    inputs.push_back(input);
    if (answers.empty()) return json::object();
    auto answer = std::move(answers.front());
    answers.pop_front();
    return answer;
  }
  std::string_view region() const override { return "us-west-2"; }

  void refuse(std::string_view code, std::string_view message = "no") {
    answers.push_back(fail(aws::make_error("glue:Any", 400, code, message, "r1")));
  }
  void answer(std::string_view text) { answers.push_back(parse_json(text)->get_object()); }

  std::vector<std::string> asked;
  std::vector<json::object> inputs;
  std::deque<Result<json::object>> answers;

 private:
  std::mutex mutex_;
};

const Key orders = Key::table("sales", "orders");

Change change(ChangeKind kind, Key key, json::object body = {{"Name", "orders"}}) {
  return {.kind = kind, .key = std::move(key), .body = std::move(body)};
}

std::vector<Change> partitions(ChangeKind kind, int count) {
  std::vector<Change> changes;
  for (int i = 0; i < count; ++i) {
    const auto value = std::to_string(i);
    changes.push_back(change(kind, Key::partition("sales", "orders", {value}), {{"Values", {value}}}));
  }
  return changes;
}

class ApplierTest : public testing::Test {
 protected:
  std::vector<model::ChangeResult> apply(std::vector<Change> changes) {
    return Applier(client).apply({std::move(changes)}, 1);
  }
  ScriptedClient client;
};

TEST_F(ApplierTest, UpdateTableNeverArchivesTheReplacedVersion) {
  EXPECT_EQ(apply({change(ChangeKind::update, orders)}).at(0).kind, ResultKind::updated);
  EXPECT_THAT(client.asked, ElementsAre("UpdateTable"));
  EXPECT_TRUE(client.inputs.at(0).at("SkipArchive").as_bool());
}

TEST_F(ApplierTest, WhatExistsAlreadyIsNotUpdatedForItMayBeALinkToAnother) {
  for (const auto& key : {Key::database("sales"), orders}) {
    client.refuse("AlreadyExistsException");
    const auto results = apply({change(ChangeKind::create, key)});
    EXPECT_EQ(results.at(0).kind, ResultKind::failed);
    EXPECT_EQ(results.at(0).error->kind, ErrorKind::exists);
  }
  EXPECT_THAT(client.asked, ElementsAre("CreateDatabase", "CreateTable"));
}

TEST_F(ApplierTest, WhatIsMissingForAnUpdateIsCreated) {
  client.refuse("EntityNotFoundException");
  EXPECT_EQ(apply({change(ChangeKind::update, Key::database("sales"))}).at(0).kind, ResultKind::created);
  EXPECT_THAT(client.asked, ElementsAre("UpdateDatabase", "CreateDatabase"));
}

TEST_F(ApplierTest, MissingParentIsAFailureThatNamesItsSubject) {
  client.refuse("EntityNotFoundException", "Database sales not found.");
  const auto results = apply({change(ChangeKind::create, orders)});
  EXPECT_EQ(results.at(0).kind, ResultKind::failed);
  EXPECT_EQ(results.at(0).error->kind, ErrorKind::missing);
  EXPECT_EQ(results.at(0).error->subject, orders.text());
}

TEST_F(ApplierTest, RemovingWhatIsGoneIsUnchanged) {
  client.refuse("EntityNotFoundException");
  EXPECT_EQ(apply({change(ChangeKind::remove, Key::database("sales"))}).at(0).kind, ResultKind::unchanged);
}

TEST_F(ApplierTest, RemovedTablesGoInOneCallAndEachIsJudgedByItself) {
  client.answer(
      R"({"Errors":[{"TableName":"b","ErrorDetail":{"ErrorCode":"EntityNotFoundException","ErrorMessage":"Table b not found"}},
                              {"TableName":"c","ErrorDetail":{"ErrorCode":"AccessDeniedException","ErrorMessage":"no"}}]})");
  const auto results = apply({change(ChangeKind::remove, Key::table("sales", "a")),
                              change(ChangeKind::remove, Key::table("sales", "b")),
                              change(ChangeKind::remove, Key::table("sales", "c"))});
  EXPECT_THAT(client.asked, ElementsAre("BatchDeleteTable"));
  EXPECT_EQ(results.at(0).kind, ResultKind::deleted);
  EXPECT_EQ(results.at(1).kind, ResultKind::unchanged);
  EXPECT_EQ(results.at(2).error->kind, ErrorKind::denied);
}

TEST_F(ApplierTest, PartitionsGoInBatchesOfTheApisLimits) {
  for (const auto& [kind, operation, limit] : {std::tuple(ChangeKind::create, "BatchCreatePartition", 100),
                                               std::tuple(ChangeKind::update, "BatchUpdatePartition", 100),
                                               std::tuple(ChangeKind::remove, "BatchDeletePartition", 25)}) {
    client.asked.clear();
    apply(partitions(kind, 2 * limit + 1));
    EXPECT_THAT(client.asked, ElementsAre(operation, operation, operation));
  }
}

TEST_F(ApplierTest, APartlyFailedBatchIsTakenApartEntryByEntry) {
  client.answer(
      R"({"Errors":[{"PartitionValues":["1"],"ErrorDetail":{"ErrorCode":"AlreadyExistsException","ErrorMessage":"Partition already exists."}},
                              {"PartitionValues":["2"],"ErrorDetail":{"ErrorCode":"InvalidInputException","ErrorMessage":"bad"}}]})");
  const auto results = apply(partitions(ChangeKind::create, 3));
  EXPECT_THAT(client.asked, ElementsAre("BatchCreatePartition", "BatchUpdatePartition"));
  EXPECT_EQ(results.at(0).kind, ResultKind::created);
  EXPECT_EQ(results.at(1).kind, ResultKind::updated);
  EXPECT_EQ(results.at(2).error->kind, ErrorKind::invalid);
}

TEST_F(ApplierTest, OneBadPartitionDoesNotHoldUpTheOthersOfItsBatch) {
  client.refuse("InvalidInputException",
                "The number of partition keys do not match the number of partition values");
  client.answer("{}");
  client.refuse("InvalidInputException",
                "The number of partition keys do not match the number of partition values");
  const auto results = apply(partitions(ChangeKind::create, 3));
  EXPECT_EQ(results.at(0).kind, ResultKind::created);
  EXPECT_EQ(results.at(1).kind, ResultKind::failed);
  EXPECT_EQ(results.at(2).kind, ResultKind::created);
}

TEST_F(ApplierTest, SidesThatDisagreeWithoutEndAreAFailureAndNotALoop) {
  for (int i = 0; i < 4; ++i) {
    client.answer(
        R"({"Errors":[{"PartitionValues":["0"],"ErrorDetail":{"ErrorCode":"AlreadyExistsException","ErrorMessage":"x"}},
                                {"PartitionValueList":["0"],"ErrorDetail":{"ErrorCode":"EntityNotFoundException","ErrorMessage":"x"}}]})");
  }
  const auto results = apply(partitions(ChangeKind::create, 1));
  EXPECT_EQ(results.at(0).kind, ResultKind::failed);
  EXPECT_THAT(client.asked, testing::SizeIs(2));
}

TEST_F(ApplierTest, ATableMissingForItsUpdateIsMadeAnewAndLostItsPartitions) {
  client.refuse("EntityNotFoundException");
  const auto results = apply({change(ChangeKind::update, orders)});
  EXPECT_EQ(results.at(0).kind, ResultKind::created);
  EXPECT_TRUE(results.at(0).made_anew);
}

TEST_F(ApplierTest, APartitionErrorThatCannotBeMatchedFailsWhateverHasNoErrorOfItsOwn) {
  for (const std::string unmatched :
       {R"({"ErrorDetail":{"ErrorCode":"InternalServiceException"}})", R"({"PartitionValues":["2"]})",
        R"({"PartitionValues":["77"],"ErrorDetail":{"ErrorCode":"InternalServiceException"}})", "7"}) {
    client.answer(
        R"({"Errors":[{"PartitionValues":["1"],"ErrorDetail":{"ErrorCode":"InvalidInputException","ErrorMessage":"bad"}},)" +
        unmatched + "]}");
    const auto results = apply(partitions(ChangeKind::create, 3));
    EXPECT_EQ(results.at(1).error->kind, ErrorKind::invalid) << unmatched;
    for (const std::size_t i : {0u, 2u}) {
      ASSERT_EQ(results.at(i).kind, ResultKind::failed) << unmatched;
      EXPECT_EQ(results.at(i).error->kind, ErrorKind::retry);
      EXPECT_THAT(results.at(i).error->message, testing::HasSubstr("could not be matched"));
    }
  }
}

TEST_F(ApplierTest, ARemovedTableIsNotCountedWhereAnErrorCannotBeMatched) {
  client.answer(R"({"Errors":[{"ErrorDetail":{"ErrorCode":"AccessDeniedException","ErrorMessage":"no"}}]})");
  const auto results = apply({change(ChangeKind::remove, Key::table("sales", "a"))});
  ASSERT_EQ(results.at(0).kind, ResultKind::failed);
  EXPECT_EQ(results.at(0).error->kind, ErrorKind::retry);
  EXPECT_EQ(results.at(0).error->subject, Key::table("sales", "a").text());
}

TEST_F(ApplierTest, ALinkIsReplacedByRemovingAndCreating) {
  EXPECT_EQ(apply({change(ChangeKind::replace, orders)}).at(0).kind, ResultKind::updated);
  EXPECT_THAT(client.asked, ElementsAre("DeleteTable", "CreateTable"));
}

}  // namespace
}  // namespace lakemirror::apply
