#include "lambda/replicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/memory_journal.h"

namespace lakemirror::lambda {
namespace {

/// A lease that does as it is told, and knows whether it was used as it must be.
class ScriptedLease final : public journal::Lease {
 public:
  Result<bool> acquire() override {
    if (is_fenced) return fail({.kind = ErrorKind::denied, .code = "Fenced", .message = "promoted"});
    held = is_free;
    return is_free;
  }
  Result<void> check(Milliseconds) override { return {}; }
  Result<void> begin_look() override {
    looking = true;
    return {};
  }
  Result<bool> release_if_unwanted() override {
    EXPECT_TRUE(held && looking) << "asked without a look";
    looking = false;
    if (wanted > 0) {
      --wanted;
      return false;
    }
    held = false;
    return true;
  }
  Result<void> release() override {
    ++releases;
    held = false;
    return {};
  }

  bool is_free = true, is_fenced = false, held = false, looking = false;
  int wanted = 0;  ///< how many times somebody asks for it
  int releases = 0;
};

/// Notes what it was told to expect.
class ListeningJournal final : public journal::MemoryJournal {
 public:
  void expect(std::span<const Arrival> arrivals) override {
    for (const auto& [id, event_time] : arrivals) heard.push_back(id + " " + format_time(event_time));
  }
  std::vector<std::string> heard;
};

class ReplicateTest : public testing::Test {
 protected:
  json::object invoke(const std::string& payload = "{}") {
    const auto answer = run(payload);
    if (!answer) ADD_FAILURE() << answer.error().text();
    return answer ? answer->as_object() : json::object();
  }
  Result<json::value> run(const std::string& payload) {
    invocation.payload = payload;
    return replicate({invocation, stop.get_token(), clock, figures}, journal, lease, [this](std::stop_token) {
      EXPECT_TRUE(lease.held && lease.looking);
      ++passes;
      return pass ? pass() : Result<pipeline::PassReport>(pipeline::PassReport{});
    });
  }

  const std::string stream = R"({"Records":[{"eventName":"INSERT","dynamodb":{"SequenceNumber":"111"}},)"
                             R"({"dynamodb":{"SequenceNumber":"222"}}]})";
  Invocation invocation{.request_id = "r"};
  std::stop_source stop;
  VirtualClock clock{Time(Seconds(1'790'000'000))};
  Figures figures;
  ScriptedLease lease;
  ListeningJournal journal;
  std::function<Result<pipeline::PassReport>()> pass;
  int passes = 0;
};

TEST_F(ReplicateTest, AWakeUpIsLeftToWhoeverHoldsTheLease) {
  lease.is_free = false;
  EXPECT_EQ(invoke(stream), *parse_json(R"({"batchItemFailures":[]})"));
  EXPECT_EQ(passes, 0);
  EXPECT_EQ(lease.releases, 0);
}

TEST_F(ReplicateTest, LooksOnceMoreForEverybodyWhoAsked) {
  lease.wanted = 2;
  EXPECT_EQ(invoke().at("state").as_string(), "done");
  EXPECT_EQ(passes, 3);
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, GoesOnWhileAPassWasFull) {
  pass = [this]() -> Result<pipeline::PassReport> {
    return pipeline::PassReport{.settled = 5, .more = passes < 3};
  };
  EXPECT_EQ(invoke().at("settled").to_number<int>(), 15);
  EXPECT_EQ(passes, 3);
}

TEST_F(ReplicateTest, WhenTheTimeIsUpTheLeaseIsGivenBackAndTheWakeUpComesAgain) {
  pass = [this]() -> Result<pipeline::PassReport> {
    stop.request_stop();
    return pipeline::PassReport{.more = true};
  };
  EXPECT_EQ(invoke(stream), *parse_json(R"({"batchItemFailures":[{"itemIdentifier":"111"}]})"));
  EXPECT_FALSE(lease.held);
  EXPECT_EQ(passes, 1);
}

TEST_F(ReplicateTest, WhoAskedWhileTheTimeWasUpIsNotForgotten) {
  lease.wanted = 1;
  pass = [this]() -> Result<pipeline::PassReport> {
    stop.request_stop();
    return pipeline::PassReport{};
  };
  EXPECT_EQ(invoke(stream).at("batchItemFailures").as_array().size(), 1u);
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, AScheduleIsToldThatWorkIsLeft) {
  stop.request_stop();
  const auto answer = invoke(R"({"detail-type":"Scheduled Event"})");
  EXPECT_EQ(answer.at("state").as_string(), "work left");
  EXPECT_TRUE(answer.at("work_left").as_bool());
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, APassThatFailsGivesTheLeaseBackAndFailsTheInvocation) {
  pass = []() -> Result<pipeline::PassReport> {
    return fail({.kind = ErrorKind::retry, .operation = "glue:GetTables", .message = "away"});
  };
  const auto answer = run(stream);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "away");
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, ACallCutOffByTheStopIsNoFailure) {
  pass = [this]() -> Result<pipeline::PassReport> {
    stop.request_stop();
    return fail({.kind = ErrorKind::retry, .operation = "glue:GetTables", .message = "not answered in time"});
  };
  EXPECT_EQ(invoke(stream).at("batchItemFailures").as_array().size(), 1u);
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, TheJournalIsToldWhatABatchSaysWasStored) {
  const auto record = [](const std::string& image) {
    return R"({"eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":)" + image + "}}";
  };
  invoke(R"({"Records":[)" + record(R"({"EventId":{"S":"a"},"EventTime":{"S":"2026-09-21T14:13:20.000Z"}})") +
         "," + record(R"({"EventId":{"S":"b"},"EventTime":{"S":"soon"}})") + "," +
         record(R"({"EventId":7})") + "," + record("[]") + "," +
         record(R"({"EventId":{"S":"c"},"EventTime":{"S":"2026-09-21T14:13:21.500Z"}})") + "]}");
  EXPECT_THAT(journal.heard, testing::ElementsAre("a 2026-09-21T14:13:20Z", "c 2026-09-21T14:13:21.500Z"));
}

TEST_F(ReplicateTest, AfterTheLeaseIsLostTheWakeUpComesAgain) {
  pass = []() -> Result<pipeline::PassReport> {
    return fail({.kind = ErrorKind::retry, .code = "LeaseLost", .message = "over"});
  };
  EXPECT_EQ(invoke(stream).at("batchItemFailures").as_array().size(), 1u);
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, AFenceThatRisesInTheMiddleEndsTheWork) {
  pass = []() -> Result<pipeline::PassReport> {
    return fail({.kind = ErrorKind::denied, .code = "Fenced", .message = "promoted"});
  };
  EXPECT_EQ(invoke().at("state").as_string(), "fenced");
  EXPECT_EQ(passes, 1);
  EXPECT_FALSE(lease.held);
}

TEST_F(ReplicateTest, BehindAFenceNothingIsDone) {
  lease.is_fenced = true;
  EXPECT_EQ(invoke().at("state").as_string(), "fenced");
  EXPECT_EQ(invoke(stream).at("batchItemFailures").as_array().size(), 0u);
  EXPECT_EQ(passes, 0);
}

TEST_F(ReplicateTest, ABatchWithoutANumberIsReportedWhole) {
  stop.request_stop();
  for (const auto* odd : {R"({"Records":[{}]})", R"({"Records":[7]})", R"({"Records":[]})"})
    EXPECT_EQ(invoke(odd), *parse_json(R"({"batchItemFailures":[{"itemIdentifier":""}]})")) << odd;
}

TEST_F(ReplicateTest, WhateverElseItIsSentIsASchedule) {
  for (const auto* odd : {"", "{", "7", "null", R"({"Records":{}})"})
    EXPECT_EQ(invoke(odd).at("state").as_string(), "done") << odd;
}

}  // namespace
}  // namespace lakemirror::lambda
