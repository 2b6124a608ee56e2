#pragma once

#include "journal/contract/fixture.h"

namespace lakemirror::journal {

TEST_P(JournalContract, ListGivesTheNewestFirstWithoutRecords) {
  store({event("a", 1), event("c", 3), event("b", 2), event("later of the same second", 3)});
  EXPECT_THAT(list_ids({}), ElementsAre("later of the same second", "c", "b", "a"));
  EXPECT_EQ(journal.list({})->front().event.record, "");
  EXPECT_THAT(list_ids({.limit = 2}), ElementsAre("later of the same second", "c"));
}

TEST_P(JournalContract, ListFilters) {
  store({event("a", 1), event("b", 2, "DeleteTable"), event("c", 3), event("d", 4), event("e", 5)});
  settle({parked("b"), outcome("c", OutcomeKind::replicated), outcome("d", OutcomeKind::ignored)});
  ASSERT_TRUE(journal.skip("e", "why", at(0)));
  EXPECT_THAT(list_ids({.flag = ProcessedFlag::pending}), ElementsAre("a"));
  EXPECT_THAT(list_ids({.flag = ProcessedFlag::parked}), ElementsAre("b"));
  EXPECT_THAT(list_ids({.flag = ProcessedFlag::processed}), ElementsAre("e", "d", "c"));
  EXPECT_THAT(list_ids({.outcome = OutcomeKind::parked}), ElementsAre("b"));
  EXPECT_THAT(list_ids({.outcome = OutcomeKind::skipped}), ElementsAre("e"));
  EXPECT_THAT(list_ids({.outcome = OutcomeKind::ignored}), ElementsAre("d"));
  EXPECT_THAT(list_ids({.event_name = "DeleteTable"}), ElementsAre("b"));
  EXPECT_THAT(list_ids({.since = at(4)}), ElementsAre("e", "d"));
  EXPECT_THAT(list_ids({.flag = ProcessedFlag::processed, .since = at(4), .limit = 1}), ElementsAre("e"));
}

TEST_P(JournalContract, ListFindsEntriesByAKeyOrWhatLiesBelowIt) {
  store({event("table", 4), event("partition", 3), event("other", 2), event("none", 1)});
  const auto with_key = [](const std::string& id, const std::string& key) {
    return model::Outcome{.event_id = id, .kind = OutcomeKind::replicated, .keys = {"database/x", key}};
  };
  settle({with_key("table", "database/sales/table/orders"),
          with_key("partition", "database/sales/table/orders/partition/2026"),
          with_key("other", "database/sales/table/orders_2")});
  EXPECT_THAT(list_ids({.key_prefix = "database/sales/table/orders"}), ElementsAre("table", "partition"));
  EXPECT_THAT(list_ids({.key_prefix = "database/sales"}), ElementsAre("table", "partition", "other"));
  EXPECT_THAT(list_ids({.key_prefix = "catalog"}), ElementsAre("table", "partition", "other"));
  EXPECT_THAT(list_ids({.key_prefix = "database/sal"}), IsEmpty());
}

TEST_P(JournalContract, CountsOfAnEmptyJournalAreZero) {
  const auto counts = journal.counts().value();
  EXPECT_EQ(counts.pending + counts.parked + counts.processed + counts.provisional, 0U);
  EXPECT_EQ(counts.oldest_pending, std::nullopt);
  EXPECT_EQ(counts.oldest_unsettled, std::nullopt);
  EXPECT_EQ(counts.newest_event, std::nullopt);
}

TEST_P(JournalContract, CountsFollowEveryOutcome) {
  store({event("a", 1), event("b", 2), event("c", 3), event("d", 4), event("e", 5), event("f", 6)});
  settle({outcome("a", OutcomeKind::replicated), parked("b"), provisional("c", at(9000)),
          outcome("f", OutcomeKind::ignored)});
  ASSERT_TRUE(journal.skip("e", "why", at(0)));
  const auto counts = journal.counts().value();
  EXPECT_EQ(counts.pending, 2U);
  EXPECT_EQ(counts.provisional, 1U);
  EXPECT_EQ(counts.parked, 1U);
  EXPECT_EQ(counts.processed, 3U);
  const std::map<OutcomeKind, std::uint64_t> by_outcome = {{OutcomeKind::replicated, 1},
                                                           {OutcomeKind::ignored, 1},
                                                           {OutcomeKind::parked, 1},
                                                           {OutcomeKind::skipped, 1}};
  EXPECT_EQ(counts.by_outcome, by_outcome);
  EXPECT_EQ(counts.oldest_pending, at(3));
  EXPECT_EQ(counts.oldest_unsettled, at(2));
  EXPECT_EQ(counts.newest_event, at(6));
}

TEST_P(JournalContract, ASkippedEntryHoldsTheReplicationPointAsAParkedOneDoes) {
  store({event("a", 1), event("b", 2)});
  ASSERT_TRUE(journal.skip("a", "why", at(0)));
  settle({outcome("b", OutcomeKind::replicated)});
  EXPECT_EQ(journal.counts()->oldest_unsettled, at(1));
  EXPECT_EQ(journal.counts()->oldest_pending, std::nullopt);
}

}  // namespace lakemirror::journal
