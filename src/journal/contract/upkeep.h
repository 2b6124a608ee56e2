#pragma once

#include "journal/contract/fixture.h"

namespace lakemirror::journal {

TEST_P(JournalContract, RetryMakesAParkedEntryDueAtOnce) {
  store({event("a")});
  settle({parked("a")});
  ASSERT_TRUE(journal.retry("a"));
  EXPECT_THAT(due_ids(0), ElementsAre("a"));
  EXPECT_EQ(entry("a").flag, ProcessedFlag::pending);
  EXPECT_EQ(entry("a").outcome, std::nullopt);
  EXPECT_EQ(entry("a").settled_at, std::nullopt);
  EXPECT_EQ(entry("a").error, "AccessDeniedException") << "kept until it is settled again";
  EXPECT_EQ(entry("a").attempts, 1);
}

TEST_P(JournalContract, RetryEndsTheWaitOfAPendingEntryAndKeepsWhatItLooksLike) {
  store({event("a")});
  settle({provisional("a", at(9000))});
  ASSERT_TRUE(journal.retry("a"));
  EXPECT_THAT(due_ids(0), ElementsAre("a"));
  EXPECT_EQ(entry("a").outcome, OutcomeKind::unchanged);
  EXPECT_EQ(journal.counts()->provisional, 1U);
}

TEST_P(JournalContract, RetryRefusesWhatIsProcessedOrUnknown) {
  store({event("a")});
  settle({outcome("a", OutcomeKind::replicated)});
  EXPECT_EQ(journal.retry("a").error().kind, ErrorKind::invalid);
  EXPECT_EQ(journal.retry("x").error().kind, ErrorKind::missing);
}

TEST_P(JournalContract, RetryAllTakesTheParkedOnly) {
  store({event("a"), event("b"), event("c"), event("d")});
  settle({parked("a"), parked("b", at(9000)), outcome("c", OutcomeKind::replicated),
          provisional("d", at(9000))});
  EXPECT_EQ(journal.retry_all_parked().value(), 2U);
  EXPECT_THAT(due_ids(0), ElementsAre("a", "b"));
  EXPECT_EQ(journal.counts()->parked, 0U);
  EXPECT_EQ(journal.retry_all_parked().value(), 0U);
}

TEST_P(JournalContract, SkipWritesDownWhy) {
  store({event("a"), event("b")});
  settle({parked("b", at(9000))});
  ASSERT_TRUE(journal.skip("a", "made by hand", at(50)));
  ASSERT_TRUE(journal.skip("b", "not wanted", at(60)));
  EXPECT_EQ(entry("a").flag, ProcessedFlag::processed);
  EXPECT_EQ(entry("a").outcome, OutcomeKind::skipped);
  EXPECT_EQ(entry("a").reason, "made by hand");
  EXPECT_EQ(entry("a").settled_at, at(50));
  EXPECT_THAT(due_ids(9999), IsEmpty());
  EXPECT_EQ(journal.next_due(at(0)).value(), std::nullopt);
}

TEST_P(JournalContract, SkipRefusesWhatIsProcessedOrUnknown) {
  store({event("a")});
  settle({outcome("a", OutcomeKind::replicated)});
  EXPECT_EQ(journal.skip("a", "why", at(0)).error().kind, ErrorKind::invalid);
  EXPECT_EQ(journal.skip("x", "why", at(0)).error().kind, ErrorKind::missing);
  EXPECT_EQ(entry("a").outcome, OutcomeKind::replicated);
}

TEST_P(JournalContract, PruneDeletesOldProcessedEntriesAndNoOthers) {
  store({event("old done", 1), event("old pending", 1), event("old parked", 1), event("old skipped", 2),
         event("new", 10)});
  settle({outcome("old done", OutcomeKind::replicated), parked("old parked"),
          outcome("new", OutcomeKind::replicated)});
  ASSERT_TRUE(journal.skip("old skipped", "why", at(0)));
  EXPECT_EQ(journal.prune(at(10)).value(), 2U);
  EXPECT_THAT(list_ids({}), ElementsAre("new", "old parked", "old pending"));
  EXPECT_EQ(journal.counts()->processed, 1U);
  EXPECT_EQ(journal.counts()->by_outcome.contains(OutcomeKind::skipped), false);
}

TEST_P(JournalContract, PruneTakesMoreThanOneBatch) {
  std::vector<model::Event> events;
  std::vector<model::Outcome> outcomes;
  // A batch is a thousand in a file, and 25 over the wire.
  const int stored = GetParam().is_remote ? 70 : 2500;
  for (int i = 0; i < stored; ++i) {
    events.push_back(event("event " + std::to_string(i), i));
    outcomes.push_back(outcome(events.back().event_id, OutcomeKind::replicated));
  }
  store(events);
  settle(outcomes);
  EXPECT_EQ(journal.prune(at(stored - 10)).value(), static_cast<std::size_t>(stored - 10));
  EXPECT_EQ(journal.counts()->processed, 10U);
}

TEST_P(JournalContract, APrunedEntryThatIsReadAgainIsNew) {
  store({event("a", 1)});
  settle({outcome("a", OutcomeKind::replicated)});
  ASSERT_EQ(journal.prune(at(5)).value(), 1U);
  EXPECT_THAT(journal.append(std::vector{event("a", 1)}, at(9)).value(), ElementsAre(true));
  EXPECT_EQ(entry("a").flag, ProcessedFlag::pending);
}

}  // namespace lakemirror::journal
