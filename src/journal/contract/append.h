#pragma once

#include <thread>

#include "journal/contract/fixture.h"

namespace lakemirror::journal {

TEST_P(JournalContract, AnEventIsStoredOnceAsPending) {
  EXPECT_THAT(journal.append(std::vector{event("a", 5)}, at(1000)).value(), ElementsAre(true));
  const auto stored = entry("a");
  EXPECT_EQ(stored.event.event_time, at(5));
  EXPECT_EQ(stored.event.event_name, "CreateTable");
  EXPECT_EQ(stored.event.event_source, "glue.amazonaws.com");
  EXPECT_EQ(stored.event.username, "etl");
  EXPECT_EQ(stored.event.record, R"({"eventID":"a"})");
  EXPECT_EQ(stored.event.feed, "lookup");
  EXPECT_EQ(stored.received_at, at(1000));
  EXPECT_EQ(stored.flag, model::ProcessedFlag::pending);
  EXPECT_EQ(stored.outcome, std::nullopt);
  EXPECT_EQ(stored.attempts, 0);
  EXPECT_EQ(stored.next_attempt_at, std::nullopt);
  EXPECT_EQ(stored.settled_at, std::nullopt);
}

TEST_P(JournalContract, AnIdThatIsStoredIsLeftExactlyAsItIs) {
  store({event("a", 5)});
  settle({parked("a", at(9000))});
  const auto before = entry("a");
  auto again = event("a", 77, "DropTable");
  again.record = "another";
  EXPECT_THAT(journal.append(std::vector{again, event("b")}, at(5000)).value(), ElementsAre(false, true));
  const auto after = entry("a");
  EXPECT_EQ(after.event.record, before.event.record);
  EXPECT_EQ(after.event.event_time, before.event.event_time);
  EXPECT_EQ(after.received_at, before.received_at);
  EXPECT_EQ(after.flag, model::ProcessedFlag::parked);
  EXPECT_EQ(after.next_attempt_at, at(9000));
}

TEST_P(JournalContract, TheFirstOtherFeedThatBringsAnEntryIsNotedInIt) {
  store({event("a", 5)});
  settle({parked("a", at(9000))});
  const auto before = entry("a");
  EXPECT_EQ(before.other_feed, "");
  EXPECT_EQ(before.other_received_at, std::nullopt);
  auto again = event("a", 77);
  again.record = "another";
  for (const auto& [feed, second] :
       {std::pair("lookup", 2000), std::pair("", 2500), std::pair("eventbridge", 3000),
        std::pair("eventbridge", 4000), std::pair("trail", 5000)}) {
    again.feed = feed;
    EXPECT_THAT(journal.append(std::vector{again}, at(second)).value(), ElementsAre(false));
    EXPECT_EQ(entry("a").other_received_at.has_value(), second >= 3000) << feed;
  }
  const auto after = entry("a");
  EXPECT_EQ(after.other_feed, "eventbridge");
  EXPECT_EQ(after.other_received_at, at(3000));
  EXPECT_EQ(after.event.feed, "lookup");
  EXPECT_EQ(after.event.record, before.event.record);
  EXPECT_EQ(after.received_at, before.received_at);
  EXPECT_EQ(after.flag, model::ProcessedFlag::parked);
  EXPECT_EQ(after.next_attempt_at, at(9000));
  EXPECT_EQ(after.attempts, before.attempts);
  EXPECT_EQ(journal.list({})->front().other_feed, "eventbridge");
}

TEST_P(JournalContract, AnIdTwiceInOneBatchIsNewOnce) {
  EXPECT_THAT(journal.append(std::vector{event("a"), event("a"), event("b")}, at(0)).value(),
              ElementsAre(true, false, true));
  EXPECT_EQ(journal.counts()->pending, 2U);
}

TEST_P(JournalContract, AnEmptyBatchIsFine) {
  EXPECT_THAT(journal.append({}, at(0)).value(), IsEmpty());
  EXPECT_TRUE(journal.settle({}, at(0)));
  EXPECT_THAT(journal.contains({}).value(), IsEmpty());
}

TEST_P(JournalContract, WhatIsInARecordDoesNotMatter) {
  auto odd = event("odd \xc3\xa9 id'\"%_");
  using std::string_literals::operator""s;
  odd.record = "{\0 half a record, no UTF-8: \xff\xfe, 'quoted'"s;
  odd.username = "Ren\xc3\xa9 O'Neil; DROP TABLE";
  odd.event_name = "";
  auto old = event("before the epoch");
  old.event_time = Time(Seconds(-5));
  auto large = event("large");
  large.record.assign(3'000'000, 'x');
  store({odd, old, large});
  EXPECT_EQ(entry(odd.event_id).event.record, odd.record);
  EXPECT_EQ(entry(odd.event_id).event.username, odd.username);
  EXPECT_EQ(entry("large").event.record, large.record);
  EXPECT_EQ(entry("before the epoch").event.event_time, old.event_time);
  EXPECT_THAT(due_ids(0), ElementsAre("before the epoch", "large", odd.event_id));
}

TEST_P(JournalContract, ContainsAnswersForEachIdInItsPlace) {
  store({event("a"), event("b")});
  EXPECT_THAT(journal.contains(std::vector<std::string>{"x", "b", "a", "b", ""}).value(),
              ElementsAre(false, true, true, true, false));
}

TEST_P(JournalContract, FindGivesNothingForAnUnknownId) {
  const auto found = journal.find("nobody");
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, std::nullopt);
}

TEST_P(JournalContract, ThreadsMayAppendTheSameEventsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> stored = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const auto is_new = journal.append(std::vector{event("event " + std::to_string(i), i)}, at(0));
        if (is_new && is_new->front()) ++stored;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(stored, 50);
  EXPECT_EQ(journal.counts()->pending, 50U);
}

}  // namespace lakemirror::journal
