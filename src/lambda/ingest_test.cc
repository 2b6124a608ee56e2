#include "lambda/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/cursor.h"
#include "feed/memory_intake.h"

namespace lakemirror::lambda {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Stores what it is not told to refuse.
class PickyIntake final : public feed::Intake {
 public:
  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override {
    ++appends;
    for (const auto& event : events) {
      if (event.event_id == cannot_store)
        return fail({.kind = ErrorKind::invalid, .operation = "journal append", .message = "too large"});
    }
    if (is_away) return fail({.kind = ErrorKind::retry, .operation = "journal append", .message = "busy"});
    return stored.append(events, received_at);
  }
  Result<std::optional<std::string>> value(std::string_view name) override { return stored.value(name); }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    return stored.replace_value(name, was, text);
  }

  feed::MemoryIntake stored;
  std::string cannot_store = {};
  bool is_away = false;
  int appends = 0;
};

class IngestTest : public testing::Test {
 protected:
  static std::string envelope(const std::string& event_id,
                              const std::string& event_time = "2026-09-21T14:13:18Z") {
    return R"({"id":"e","detail-type":"AWS API Call via CloudTrail","detail":{"eventID":")" + event_id +
           R"(","eventName":"CreateTable","eventSource":"glue.amazonaws.com","eventTime":")" + event_time +
           "\"}}";
  }
  static json::object message(const std::string& id, const std::string& body) {
    return {{"messageId", id}, {"body", body}};
  }
  static std::string batch(json::array records) {
    return json::serialize(json::object{{"Records", std::move(records)}});
  }

  Result<json::value> invoke(std::string payload) {
    invocation.payload = std::move(payload);
    figures = {};
    return ingest({invocation, stop.get_token(), clock, figures}, intake, feed::LookupSettings());
  }
  /// Which messages of a batch have to come again.
  std::vector<std::string> failures(std::string payload) {
    const auto answer = invoke(std::move(payload));
    if (!answer) return {"ERROR " + answer.error().text()};
    std::vector<std::string> ids;
    for (const auto& item : answer->at("batchItemFailures").as_array())
      ids.emplace_back(item.at("itemIdentifier").as_string());
    return ids;
  }

  Invocation invocation{.request_id = "r"};
  std::stop_source stop;
  VirtualClock clock{Time(Seconds(1'790'000'000))};  // 2026-09-21T14:13:20Z
  Figures figures;
  PickyIntake intake;
};

TEST_F(IngestTest, StoresABatchAndGivesNothingBack) {
  EXPECT_THAT(failures(batch({message("1", envelope("a")), message("2", envelope("b"))})), IsEmpty());
  EXPECT_TRUE(intake.stored.contains("a"));
  EXPECT_TRUE(intake.stored.contains("b"));
  EXPECT_THAT(figures.all().at("EventbridgeLatenessSeconds").values, ElementsAre(2, 2));
}

TEST_F(IngestTest, WhatCannotBeReadIsStoredAndGivenBackToNobody) {
  EXPECT_THAT(failures(batch({message("1", "{"), message("2", envelope("b")), 7, nullptr, json::object{}})),
              IsEmpty());
  EXPECT_EQ(intake.stored.size(), 5u);
  EXPECT_TRUE(intake.stored.contains("b"));
}

TEST_F(IngestTest, OnlyTheRecordThatCannotBeStoredIsGivenBack) {
  intake.cannot_store = "b";
  EXPECT_THAT(failures(batch(
                  {message("1", envelope("a")), message("2", envelope("b")), message("3", envelope("c"))})),
              ElementsAre("2"));
  EXPECT_TRUE(intake.stored.contains("a"));
  EXPECT_TRUE(intake.stored.contains("c"));
}

TEST_F(IngestTest, WhileTheJournalIsAwayEverythingIsGivenBackAfterOneTry) {
  intake.is_away = true;
  json::array records;
  for (int i = 0; i < 250; ++i) records.push_back(message(std::to_string(i), envelope(std::to_string(i))));
  EXPECT_EQ(failures(batch(records)).size(), 250u);
  EXPECT_EQ(intake.appends, 1);
}

TEST_F(IngestTest, WhatIsNotReachedInTimeIsGivenBack) {
  stop.request_stop();
  EXPECT_THAT(failures(batch({message("1", envelope("a")), message("2", envelope("b"))})),
              ElementsAre("1", "2"));
  EXPECT_EQ(intake.stored.size(), 0u);
}

TEST_F(IngestTest, AFailureThatHasNoNameFailsTheInvocation) {
  intake.is_away = true;
  EXPECT_FALSE(invoke(batch({json::object{{"body", envelope("a")}}, message("2", envelope("b"))})));
  EXPECT_FALSE(invoke(envelope("a")));
}

TEST_F(IngestTest, AnEnvelopeAloneIsTakenToo) {
  ASSERT_TRUE(invoke(envelope("a")));
  EXPECT_TRUE(intake.stored.contains("a"));
}

TEST_F(IngestTest, WhatComesFromNoQueueAndNoRuleIsAnError) {
  for (const auto* payload : {"", "{", "[]", "7", "{}", R"({"Records":7})"}) {
    const auto answer = invoke(payload);
    ASSERT_FALSE(answer) << payload;
    EXPECT_EQ(answer.error().code, "InvalidEvent") << payload;
  }
  EXPECT_EQ(intake.stored.size(), 0u);
}

TEST_F(IngestTest, AnEventOlderThanWhatWasTakenForCompleteIsAViolation) {
  const Time now = clock.now();
  ASSERT_TRUE(feed::change_cursor(
      intake, [&](feed::Cursor& cursor) { cursor.deep_began = now - std::chrono::minutes(2); }));
  const auto at = [&](int minutes) { return format_time(now - std::chrono::minutes(minutes)); };
  failures(batch({message("1", envelope("old", at(40))), message("2", envelope("new", at(31))),
                  message("3", envelope("other", at(1)))}));
  EXPECT_EQ(*feed::load_violations(intake), 1u);
  failures(batch({message("1", envelope("old", at(40)))}));
  EXPECT_EQ(*feed::load_violations(intake), 1u) << "it was known";
}

}  // namespace
}  // namespace lakemirror::lambda
