#pragma once

#include "journal/contract/fixture.h"

namespace lakemirror::journal {

TEST_P(JournalContract, DueGivesPendingEntriesOldestFirstThenById) {
  store({event("late", 9), event("c", 5), event("a", 5), event("early", 1)});
  EXPECT_THAT(due_ids(0), ElementsAre("early", "a", "c", "late"));
}

TEST_P(JournalContract, DueGivesTheRecord) {
  store({event("a")});
  EXPECT_EQ(journal.due(at(0), 1, {})->front().event.record, R"({"eventID":"a"})");
}

TEST_P(JournalContract, AScanGoesOnAfterTheLastEntryItGave) {
  store({event("a", 1), event("b", 1), event("c", 2), event("d", 3), event("e", 3)});
  std::vector<std::string> seen;
  Journal::Position position;
  for (;;) {
    const auto page = journal.due(at(0), 2, position).value();
    if (page.empty()) break;
    ASSERT_LE(page.size(), 2U);
    for (const auto& entry : page) seen.push_back(entry.event.event_id);
    position = {page.back().event.event_time, page.back().event.event_id};
  }
  EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "e"));
}

TEST_P(JournalContract, AnEntryWaitsForItsNextAttempt) {
  store({event("a", 1), event("b", 2)});
  settle({{.event_id = "a", .error = "Rate exceeded", .next_attempt_at = at(500)}});
  EXPECT_THAT(due_ids(499), ElementsAre("b"));
  EXPECT_THAT(due_ids(500), ElementsAre("a", "b"));
  EXPECT_EQ(journal.next_due(at(499)).value(), at(500));
  EXPECT_EQ(journal.next_due(at(500)).value(), std::nullopt) << "what is due already is not waited for";
}

TEST_P(JournalContract, NextDueIsTheEarliestOfThoseThatWait) {
  store({event("a"), event("b"), event("c"), event("d")});
  settle({parked("a", at(900)),
          provisional("b", at(700)),
          parked("c"),
          {.event_id = "d", .next_attempt_at = at(100)}});
  EXPECT_EQ(journal.next_due(at(200)).value(), at(700));
}

TEST_P(JournalContract, FlagsFollowFromOutcomes) {
  store({event("undecided"), event("provisional"), event("parked"), event("done"), event("ignored")});
  settle({outcome("undecided", {}), provisional("provisional", at(1)), parked("parked"),
          outcome("done", OutcomeKind::replicated), outcome("ignored", OutcomeKind::ignored)});
  EXPECT_EQ(entry("undecided").flag, ProcessedFlag::pending);
  EXPECT_EQ(entry("provisional").flag, ProcessedFlag::pending);
  EXPECT_EQ(entry("provisional").outcome, OutcomeKind::unchanged);
  EXPECT_EQ(entry("parked").flag, ProcessedFlag::parked);
  EXPECT_EQ(entry("done").flag, ProcessedFlag::processed);
  EXPECT_EQ(entry("ignored").flag, ProcessedFlag::processed);
}

TEST_P(JournalContract, SettlingKeepsAllThatTheOutcomeSays) {
  store({event("a")});
  settle({{.event_id = "a",
           .kind = OutcomeKind::parked,
           .reason = "the target says no",
           .keys = {"database/sales", "database/sales/table/orders%2c \"q\""},
           .error = "glue:CreateTable: AccessDeniedException",
           .hint = "grant it",
           .next_attempt_at = at(3000)}},
         2000);
  const auto stored = entry("a");
  EXPECT_EQ(stored.reason, "the target says no");
  EXPECT_THAT(stored.keys, ElementsAre("database/sales", "database/sales/table/orders%2c \"q\""));
  EXPECT_EQ(stored.error, "glue:CreateTable: AccessDeniedException");
  EXPECT_EQ(stored.hint, "grant it");
  EXPECT_EQ(stored.next_attempt_at, at(3000));
  EXPECT_EQ(stored.settled_at, at(2000));
}

TEST_P(JournalContract, EachSettlingCountsOneAttempt) {
  store({event("a")});
  settle({outcome("a", {})});
  settle({outcome("a", {}), outcome("a", OutcomeKind::replicated)});
  EXPECT_EQ(entry("a").attempts, 3);
}

TEST_P(JournalContract, SinceWhenItFailsIsKeptUntilItFailsNoMore) {
  store({event("a"), event("b"), event("c")});
  auto failed = parked("a", at(900));
  failed.failed_since = at(100);
  failed.missing_since = at(150);
  settle({failed});
  EXPECT_EQ(entry("a").failed_since, at(100));
  EXPECT_EQ(entry("a").missing_since, at(150));
  ASSERT_TRUE(journal.retry("a"));
  EXPECT_EQ(entry("a").failed_since, std::nullopt) << "whoever retries it has mended something";
  EXPECT_EQ(entry("a").missing_since, std::nullopt);
  settle({failed});
  ASSERT_TRUE(journal.retry_all_parked());
  EXPECT_EQ(entry("a").failed_since, std::nullopt);
  EXPECT_EQ(entry("a").missing_since, std::nullopt);
  settle({failed});
  settle({provisional("a", at(2060))});
  EXPECT_EQ(entry("a").failed_since, std::nullopt);
  EXPECT_EQ(entry("a").missing_since, std::nullopt);
  settle({{.event_id = "b", .failed_since = at(200), .missing_since = at(250)}});
  EXPECT_EQ(entry("b").failed_since, at(200));
  ASSERT_TRUE(journal.skip("b", "made by hand", at(300)));
  EXPECT_EQ(entry("b").failed_since, std::nullopt);
  EXPECT_EQ(entry("b").missing_since, std::nullopt);
  auto done = outcome("c", OutcomeKind::replicated);
  done.failed_since = at(100);
  done.missing_since = at(100);
  settle({done});
  EXPECT_EQ(entry("c").failed_since, std::nullopt);
  EXPECT_EQ(entry("c").missing_since, std::nullopt);
}

TEST_P(JournalContract, WhatFailedAndConcernsSomebodyWaitsNoLonger) {
  store({event("mine", 1), event("parked", 2), event("other", 3), event("well", 4), event("soon", 5),
         event("never", 6)});
  const auto failed = [](model::Outcome outcome, const std::string& key, std::optional<Time> again) {
    outcome.keys = {key};
    outcome.next_attempt_at = again;
    outcome.failed_since = at(10);
    return outcome;
  };
  auto well = provisional("well", at(900));
  well.keys = {"tag/mine"};
  settle({failed(outcome("mine", {}), "tag/mine", at(900)), failed(parked("parked"), "tag/mine", at(9000)),
          failed(outcome("other", {}), "tag/other", at(900)), well,
          failed(outcome("soon", {}), "tag/mine", at(50)), failed(parked("never"), "tag/mine", {})});
  const auto concerns = [](const std::vector<std::string>& keys) {
    return keys == std::vector<std::string>{"tag/mine"};
  };
  EXPECT_EQ(journal.bring_forward(at(100), 10, concerns).value(), 2U);
  EXPECT_THAT(due_ids(99), ElementsAre("soon"));
  EXPECT_THAT(due_ids(100), ElementsAre("mine", "parked", "soon"));
  EXPECT_EQ(entry("parked").flag, ProcessedFlag::parked) << "until it is settled again";
  EXPECT_EQ(entry("other").next_attempt_at, at(900));
  EXPECT_EQ(entry("never").next_attempt_at, std::nullopt);
}

TEST_P(JournalContract, OnlyAsManyAsAskedForAreBroughtForward) {
  store({event("a", 1), event("b", 2), event("c", 3)});
  for (const auto* id : {"a", "b", "c"})
    settle({{.event_id = id, .next_attempt_at = at(900), .failed_since = at(10)}});
  EXPECT_EQ(journal.bring_forward(at(100), 2, [](const auto&) { return true; }).value(), 2U);
  EXPECT_THAT(due_ids(100), ElementsAre("a", "b"));
}

TEST_P(JournalContract, OnlyWhatIsNoLongerPendingHasSettled) {
  store({event("a")});
  settle({provisional("a", at(2060))}, 2000);
  EXPECT_EQ(entry("a").settled_at, std::nullopt);
  settle({outcome("a", OutcomeKind::unchanged)}, 2060);
  EXPECT_EQ(entry("a").settled_at, at(2060));
}

TEST_P(JournalContract, WhatIsProcessedIsNoLongerDueNorWaiting) {
  store({event("a")});
  auto done = outcome("a", OutcomeKind::replicated);
  done.next_attempt_at = at(100);
  settle({done});
  EXPECT_THAT(due_ids(5000), IsEmpty());
  EXPECT_EQ(journal.next_due(at(0)).value(), std::nullopt);
}

TEST_P(JournalContract, AParkedEntryIsDueOnlyWhenItHasANextAttempt) {
  store({event("never"), event("again")});
  settle({parked("never"), parked("again", at(300))});
  EXPECT_THAT(due_ids(299), IsEmpty());
  EXPECT_THAT(due_ids(300), ElementsAre("again"));
}

TEST_P(JournalContract, AnUnknownIdFailsTheWholeBatch) {
  store({event("a")});
  const auto settled =
      journal.settle(std::vector{outcome("a", OutcomeKind::replicated), outcome("x", {})}, at(0));
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().kind, ErrorKind::missing);
  EXPECT_EQ(settled.error().subject, "x");
  EXPECT_EQ(entry("a").flag, ProcessedFlag::pending);
  EXPECT_EQ(entry("a").attempts, 0);
  EXPECT_EQ(journal.counts()->pending, 1U);
}

TEST_P(JournalContract, AProcessedEntryIsNotSettledAgain) {
  store({event("a")});
  ASSERT_TRUE(journal.skip("a", "made by hand", at(50)));
  settle({parked("a", at(99))});
  EXPECT_EQ(entry("a").flag, ProcessedFlag::processed);
  EXPECT_EQ(entry("a").outcome, OutcomeKind::skipped);
  EXPECT_EQ(entry("a").reason, "made by hand");
  EXPECT_EQ(journal.counts()->parked, 0U);
}

}  // namespace lakemirror::journal
