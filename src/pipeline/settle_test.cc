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

SettleRules read_until(Time time, Time now) {
  auto rules = rules_at(now);
  rules.explained_until = time;
  return rules;
}

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
  const auto first = settle(failing, rules_at(later));
  EXPECT_EQ(first.next_attempt_at, later + Seconds(1));
  EXPECT_EQ(first.failed_since, later);
  failing.failed_since = later - Seconds(8);
  const auto next = settle(failing, rules_at(later));
  EXPECT_EQ(next.next_attempt_at, later + Seconds(8));
  EXPECT_EQ(next.failed_since, later - Seconds(8));
  failing.failed_since = noon - std::chrono::hours(24);
  EXPECT_EQ(settle(failing, rules_at(later)).next_attempt_at, later + std::chrono::minutes(5));
}

TEST(Settle, LooksThatDidNotFailMakeNoPauseLonger) {
  const Time later = noon + 2 * minute;
  auto failing = entry({Look::failed(later, error(ErrorKind::retry))});
  failing.attempts = 16;
  EXPECT_EQ(settle(failing, rules_at(later)).next_attempt_at, later + Seconds(1));
}

TEST(Settle, ALookThatDoesNotFailEndsTheTimeOfFailing) {
  auto mended = entry({look(ResultKind::unchanged, noon + Seconds(59))});
  mended.failed_since = noon;
  EXPECT_EQ(settle(mended, rules_at(noon + Seconds(59))).failed_since, std::nullopt);
}

TEST(Settle, NothingHasFailedSinceATimeToCome) {
  const Time later = noon + 2 * minute;
  auto failing = entry({Look::failed(later, error(ErrorKind::retry))});
  failing.failed_since = later + minute;
  const auto outcome = settle(failing, rules_at(later));
  EXPECT_EQ(outcome.next_attempt_at, later + Seconds(1));
  EXPECT_EQ(outcome.failed_since, later);
}

TEST(Settle, WhatIsMissingIsTriedAgainEachMinuteAndParkedWhenNothingCanExplainItAnyMore) {
  for (const auto kind : {ErrorKind::missing, ErrorKind::exists}) {
    const Time later = noon + 60 * minute;
    auto failing = entry({Look::failed(later, error(kind))});
    failing.failed_since = failing.missing_since = later - 30 * minute;
    const auto waits = settle(failing, read_until(failing.missing_since.value() - Seconds(1), later));
    EXPECT_EQ(waits.flag(), ProcessedFlag::pending) << to_string(kind);
    EXPECT_EQ(waits.next_attempt_at, later + minute);
    const auto given_up = settle(failing, read_until(*failing.missing_since, later));
    EXPECT_EQ(given_up.flag(), ProcessedFlag::parked) << to_string(kind);
    EXPECT_EQ(given_up.hint, "do") << "an error's own hint says it best";
    EXPECT_EQ(given_up.next_attempt_at, later + 30 * minute);
    EXPECT_EQ(given_up.failed_since, failing.failed_since);
    EXPECT_EQ(given_up.missing_since, failing.missing_since);
  }
}

TEST(Settle, WhatIsParkedAsMissingSaysSinceWhenNothingExplainsIt) {
  const Time later = noon + 60 * minute;
  auto failing = entry({Look::failed(later, {.kind = ErrorKind::missing, .message = "no column"})});
  failing.failed_since = failing.missing_since = noon;
  const auto outcome = settle(failing, read_until(noon, later));
  EXPECT_NE(outcome.hint.find("2026-11-22T12:00:00Z"), std::string::npos) << outcome.hint;
}

TEST(Settle, WhatIsFirstMissingAfterDaysOfDenialsIsNotParkedYet) {
  const Time later = noon + 60 * minute;
  auto failing = entry({Look::failed(later, error(ErrorKind::missing))});
  failing.failed_since = noon;
  const auto first = settle(failing, read_until(later - minute, later));
  EXPECT_EQ(first.flag(), ProcessedFlag::pending);
  EXPECT_EQ(first.missing_since, later);
  EXPECT_EQ(first.failed_since, noon);
}

TEST(Settle, WhatIsMissingIsSoHoweverItFailsInBetween) {
  const Time later = noon + 60 * minute;
  auto throttled = entry({Look::failed(later, error(ErrorKind::retry))});
  throttled.failed_since = throttled.missing_since = noon;
  EXPECT_EQ(settle(throttled, read_until(noon, later)).flag(), ProcessedFlag::pending);
  EXPECT_EQ(settle(throttled, read_until(noon, later)).missing_since, noon);
  auto mended = entry({look(ResultKind::unchanged, later)});
  mended.failed_since = mended.missing_since = noon;
  EXPECT_EQ(settle(mended, read_until(noon, later)).missing_since, std::nullopt);
}

TEST(Settle, WhatIsHeldKeepsWhatIsKnownOfIt) {
  const Time later = noon + 2 * minute;
  auto held = entry({});
  held.waits_until = later + minute;
  const auto fresh = settle(held, rules_at(later));
  EXPECT_EQ(fresh.flag(), ProcessedFlag::pending);
  EXPECT_EQ(fresh.next_attempt_at, held.waits_until);
  EXPECT_EQ(fresh.error, "");
  held.failed_since = noon;
  held.missing_since = noon + Seconds(1);
  held.last_error = "glue:GetTables: no";
  held.last_hint = "do";
  const auto failing = settle(held, rules_at(later));
  EXPECT_EQ(failing.flag(), ProcessedFlag::pending);
  EXPECT_EQ(failing.error, "glue:GetTables: no");
  EXPECT_EQ(failing.hint, "do");
  EXPECT_EQ(failing.failed_since, noon);
  EXPECT_EQ(failing.missing_since, noon + Seconds(1));
  held.was_parked = true;
  const auto parked = settle(held, rules_at(later));
  EXPECT_EQ(parked.flag(), ProcessedFlag::parked);
  EXPECT_EQ(parked.next_attempt_at, held.waits_until);
}

TEST(Settle, WhatIsHeldAndFailsInWhatWasLookedAtSaysThat) {
  const Time later = noon + 2 * minute;
  auto held = entry({Look::failed(later, error(ErrorKind::retry))});
  held.waits_until = later + minute;
  held.last_error = "older";
  const auto outcome = settle(held, rules_at(later));
  EXPECT_EQ(outcome.flag(), ProcessedFlag::pending);
  EXPECT_EQ(outcome.next_attempt_at, held.waits_until);
  EXPECT_EQ(outcome.failed_since, later);
  EXPECT_NE(outcome.error.find("glue:CreateTable"), std::string::npos);
}

TEST(Settle, WhatAwsIsToGetOverIsNeverParked) {
  const Time later = noon + std::chrono::hours(24);
  auto failing = entry({Look::failed(later, error(ErrorKind::retry))});
  failing.failed_since = noon;
  EXPECT_EQ(settle(failing, rules_at(later)).flag(), ProcessedFlag::pending);
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
