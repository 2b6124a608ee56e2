#include "pipeline/decision_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log_line.h"

namespace lakemirror::pipeline {
namespace {

using log::Level;
using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::OutcomeKind;
using model::ResultKind;
using testing::HasSubstr;
using testing::Not;

std::string text(const DecisionLine& line) { return log::text_line("T", "", line.message, line.fields); }

const Change update{.kind = ChangeKind::update,
                    .key = model::Key::table("sales", "orders"),
                    .body = {{"Parameters", {{"password", "hush-hush"}}}},
                    .reason = "Parameters differs"};

TEST(DecisionLog, TellsAChangeWithItsReason) {
  const auto line = line_of(update, {.kind = ResultKind::updated});
  EXPECT_EQ(line.level, Level::info);
  EXPECT_EQ(text(line),
            "T       change applied change=update key=database/sales/table/orders result=updated "
            "reason=\"Parameters differs\"");
}

TEST(DecisionLog, NeverTellsABody) {
  EXPECT_THAT(text(line_of(update, {.kind = ResultKind::updated})), Not(HasSubstr("hush-hush")));
}

TEST(DecisionLog, TellsWhatAwsSaidOfAChangeThatFailed) {
  const Error denied{.kind = ErrorKind::denied,
                     .operation = "glue:UpdateTable",
                     .code = "AccessDeniedException",
                     .message = "no",
                     .request_id = "r-1"};
  const auto line = line_of(update, {.kind = ResultKind::failed, .error = denied});
  EXPECT_EQ(line.level, Level::error);
  EXPECT_THAT(text(line), HasSubstr("change failed change=update"));
  EXPECT_THAT(text(line), HasSubstr("code=AccessDeniedException request_id=r-1 error=\"glue:UpdateTable"));
  Error throttled = denied;
  throttled.kind = ErrorKind::retry;
  EXPECT_EQ(line_of(update, {.kind = ResultKind::failed, .error = throttled}).level, Level::warn);
  const Error gone{.kind = ErrorKind::missing, .code = "EntityNotFoundException"};
  EXPECT_EQ(line_of(update, {.kind = ResultKind::failed, .error = gone}).level, Level::warn);
}

TEST(DecisionLog, WhatChangedNothingIsForDebugging) {
  EXPECT_EQ(line_of(update, {.kind = ResultKind::unchanged}).level, Level::debug);
}

EntryResult entry() {
  return {.event_id = "e-1",
          .event_name = "UpdateTable",
          .event_time = Time(Seconds(1'790'000'000)),
          .keys = {"database/sales/table/orders", "database/sales"}};
}

TEST(DecisionLog, TellsAnEntryAndItsOutcome) {
  const auto line = line_of(entry(), {.event_id = "e-1", .kind = OutcomeKind::replicated});
  EXPECT_EQ(line.level, Level::info);
  EXPECT_EQ(text(line),
            "T       entry settled event_id=e-1 event_name=UpdateTable event_time=2026-09-21T14:13:20Z "
            "key=database/sales/table/orders keys=2 outcome=replicated attempt=1");
}

TEST(DecisionLog, LevelsSayHowMuchAnOutcomeMatters) {
  const auto level = [](model::Outcome outcome) { return line_of(entry(), outcome).level; };
  EXPECT_EQ(level({.kind = OutcomeKind::unchanged}), Level::debug);
  EXPECT_EQ(level({.kind = OutcomeKind::ignored, .reason = "a read"}), Level::debug);
  EXPECT_EQ(level({.kind = OutcomeKind::replicated, .provisional = true}), Level::debug);
  EXPECT_EQ(level({.kind = OutcomeKind::parked, .error = "denied"}), Level::warn);
  EXPECT_EQ(level({.provisional = true, .error = "throttled"}), Level::warn);
  EXPECT_EQ(level({}), Level::debug);
}

TEST(DecisionLog, TellsWhenAnEntryIsTriedAgain) {
  const auto line = line_of(entry(), {.provisional = true,
                                      .error = "glue:GetTable: throttled",
                                      .next_attempt_at = Time(Seconds(1'790'000'060))});
  EXPECT_THAT(text(line), HasSubstr("entry waits event_id=e-1"));
  EXPECT_THAT(text(line), HasSubstr("next_attempt=2026-09-21T14:14:20Z"));
}

}  // namespace
}  // namespace lakemirror::pipeline
