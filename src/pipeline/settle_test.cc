#include "pipeline/settle.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

using model::OutcomeKind;
using model::ProcessedFlag;
using model::ResultKind;

const Time noon = *parse_time("2026-11-22T12:00:00Z");
const Milliseconds minute = Seconds(60);

SettleRules rules_at(Time now) { return {.now = now, .read_settle = minute}; }

EntryResult entry(std::initializer_list<Look> looks) {
  EntryResult result{.event_id = "e", .event_time = noon};
  for (const auto& look : looks) result.digest.add(look);
  return result;
}

Look look(ResultKind kind, Time begun) { return {.looked = true, .kind = kind, .begun = begun}; }
Error error(ErrorKind kind) {
  return {.kind = kind, .operation = "glue:CreateTable", .message = "no", .hint = "do"};
}

TEST(Settle, ACallMakesItReplicatedAndNoneUnchanged) {
  const Time later = noon + 2 * minute;
  const auto replicated =
      settle(entry({look(ResultKind::unchanged, later), look(ResultKind::created, later)}), rules_at(later));
  EXPECT_EQ(replicated.kind, OutcomeKind::replicated);
  EXPECT_EQ(replicated.flag(), ProcessedFlag::processed);
  EXPECT_EQ(settle(entry({look(ResultKind::unchanged, later)}), rules_at(later)).kind,
            OutcomeKind::unchanged);
}

TEST(Settle, WhatWasReadTooSoonIsProvisional) {
  const auto outcome =
      settle(entry({look(ResultKind::created, noon + Seconds(59))}), rules_at(noon + Seconds(59)));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::pending);
  EXPECT_EQ(outcome.kind, OutcomeKind::replicated);
  EXPECT_EQ(outcome.next_attempt_at, noon + minute);
}

TEST(Settle, TheOldestOfTheLooksDecidesWhetherItIsFinal) {
  const auto outcome =
      settle(entry({look(ResultKind::created, noon + 2 * minute), look(ResultKind::unchanged, noon)}),
             rules_at(noon + 2 * minute));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::pending);
}

TEST(Settle, UnsureReadsOfTheTargetAreProvisional) {
  auto rules = rules_at(noon + 2 * minute);
  rules.unsure_until = noon + 3 * minute;
  const auto outcome = settle(entry({look(ResultKind::unchanged, noon + 2 * minute)}), rules);
  EXPECT_EQ(outcome.flag(), ProcessedFlag::pending);
  EXPECT_EQ(outcome.next_attempt_at, noon + 3 * minute);
}

TEST(Settle, WhatWasWrittenDoesNotRelyOnReadsOfTheTarget) {
  auto rules = rules_at(noon + 2 * minute);
  rules.unsure_until = noon + 3 * minute;
  EXPECT_EQ(settle(entry({look(ResultKind::created, noon + 2 * minute)}), rules).flag(),
            ProcessedFlag::processed);
}

TEST(Settle, AnEarlierCallIsRememberedWhenTheSecondLookNeedsNone) {
  auto twice = entry({look(ResultKind::unchanged, noon + 2 * minute)});
  twice.was_replicated = true;
  EXPECT_EQ(settle(twice, rules_at(noon + 2 * minute)).kind, OutcomeKind::replicated);
}

TEST(Settle, AFailureIsNeverDone) {
  const Time later = noon + 2 * minute;
  for (const auto kind : {ErrorKind::retry, ErrorKind::missing, ErrorKind::exists, ErrorKind::denied,
                          ErrorKind::invalid, ErrorKind::corrupt}) {
    const auto outcome =
        settle(entry({look(ResultKind::created, later), Look::failed(later, error(kind))}), rules_at(later));
    EXPECT_NE(outcome.flag(), ProcessedFlag::processed) << to_string(kind);
    EXPECT_FALSE(outcome.error.empty());
  }
}

TEST(Settle, WhatMaySucceedLaterIsTriedAgainWithGrowingPauses) {
  const Time later = noon + 2 * minute;
  auto failing = entry({Look::failed(later, error(ErrorKind::retry))});
  EXPECT_EQ(settle(failing, rules_at(later)).next_attempt_at, later + Seconds(1));
  failing.attempts = 3;
  EXPECT_EQ(settle(failing, rules_at(later)).next_attempt_at, later + Seconds(8));
  failing.attempts = 1000;
  EXPECT_EQ(settle(failing, rules_at(later)).next_attempt_at, later + std::chrono::minutes(5));
}

TEST(Settle, ADeniedCallIsParkedWithItsHint) {
  const Time later = noon + 2 * minute;
  const auto outcome = settle(entry({Look::failed(later, error(ErrorKind::denied))}), rules_at(later));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::parked);
  EXPECT_EQ(outcome.hint, "do");
  EXPECT_TRUE(outcome.next_attempt_at.has_value());
}

TEST(Settle, ARefusalThatMayComeOfAStaleReadIsNotParkedYet) {
  const auto outcome = settle(entry({Look::failed(noon, error(ErrorKind::invalid))}), rules_at(noon));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::pending);
  EXPECT_EQ(outcome.next_attempt_at, noon + minute);
}

TEST(Settle, AMalformedRecordIsParkedForPeople) {
  const auto outcome =
      settle({.event_id = "e", .malformed = std::make_shared<const Error>(error(ErrorKind::invalid))},
             rules_at(noon));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::parked);
  EXPECT_FALSE(outcome.next_attempt_at.has_value());
}

TEST(Settle, AnIgnoredRecordKeepsItsReason) {
  const auto outcome = settle({.event_id = "e", .ignored = "a read"}, rules_at(noon));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::processed);
  EXPECT_EQ(outcome.reason, "a read");
}

}  // namespace
}  // namespace lakemirror::pipeline
