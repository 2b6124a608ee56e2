#include "dynamodb/lease_fixture.h"

namespace lakemirror::journal::dynamodb {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Error no_answer() { return {.kind = ErrorKind::retry, .code = "Unreachable", .message = "no answer"}; }

bool is_entry_update(std::string_view operation, const json::object& input) {
  return operation == "UpdateItem" && !input.at("Key").at("EventId").at("S").as_string().starts_with('#');
}

}  // namespace

TEST_F(LeaseTest, OnlyOneHasIt) {
  EXPECT_TRUE(first.lease.acquire().value());
  EXPECT_FALSE(second.lease.acquire().value());
  EXPECT_THAT(second.lease.other_holder(), HasSubstr("first"));
  EXPECT_TRUE(first.lease.check(Seconds(30)));
  EXPECT_EQ(second.lease.check(Milliseconds(0)).error().code, lease_lost_code);
  ASSERT_TRUE(first.lease.release());
  EXPECT_TRUE(second.lease.acquire().value());
  EXPECT_EQ(first.lease.check(Milliseconds(0)).error().code, lease_lost_code);
}

TEST_F(LeaseTest, WhoeverHasItHasItStill) {
  EXPECT_TRUE(first.lease.acquire().value());
  const auto token = first.lease.token();
  EXPECT_TRUE(first.lease.acquire().value());
  EXPECT_EQ(first.lease.token(), token);
}

TEST_F(LeaseTest, IsNotGivenBackToNobodyWhileSomebodyWantsIt) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.begin_look());
  EXPECT_FALSE(second.lease.acquire().value());
  EXPECT_FALSE(first.lease.release_if_unwanted().value());
  ASSERT_TRUE(first.lease.begin_look());
  EXPECT_TRUE(first.lease.release_if_unwanted().value());
  EXPECT_TRUE(second.lease.acquire().value());
}

TEST_F(LeaseTest, AWishFromBeforeTheLookIsMetByTheLook) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.begin_look());
  EXPECT_FALSE(second.lease.acquire().value());
  ASSERT_TRUE(first.lease.begin_look());
  EXPECT_TRUE(first.lease.release_if_unwanted().value());
}

TEST_F(LeaseTest, AReleaseWhoseAnswerWasLostHasHappened) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.begin_look());
  int updates = 0;
  // As the client does: the request is sent again after its answer was lost, and finds itself done.
  table->set_before([&](std::string_view operation, const json::object& input) -> std::optional<Error> {
    if (operation == "UpdateItem" && ++updates == 1) (void)table->call({}, operation, input);
    return std::nullopt;
  });
  EXPECT_TRUE(first.lease.release_if_unwanted().value());
  EXPECT_TRUE(second.lease.acquire().value());
}

TEST_F(LeaseTest, ATakingWhoseAnswerWasLostIsOurs) {
  int updates = 0;
  table->set_before([&](std::string_view operation, const json::object& input) -> std::optional<Error> {
    if (operation == "UpdateItem" && ++updates == 1) (void)table->call({}, operation, input);
    return std::nullopt;
  });
  EXPECT_TRUE(first.lease.acquire().value());
  EXPECT_FALSE(second.lease.acquire().value());
  EXPECT_TRUE(first.lease.renew());
}

TEST_F(LeaseTest, WhatIsLeftIsSettledOnceThoughAnAnswerWasLost) {
  for (const std::string key : {"database/a", "database/b"}) {
    ASSERT_TRUE(first.lease.acquire().value());
    ASSERT_TRUE(first.lease.announce({key}));
    ASSERT_TRUE(first.lease.release());
    time.advance(Seconds(100));
    ASSERT_TRUE(second.lease.acquire().value());
    ASSERT_TRUE(second.lease.announce({key + "/table/t"}));
    time.advance(Seconds(100));
  }
  ASSERT_TRUE(first.lease.acquire().value());
  const auto before = first.lease.left();
  ASSERT_GE(before.size(), 2U);
  for (std::size_t settled = 1; settled <= 2; ++settled) {
    int updates = 0;
    table->set_before([&](std::string_view operation, const json::object& input) -> std::optional<Error> {
      if (operation == "UpdateItem" && ++updates == 1) (void)table->call({}, operation, input);
      return std::nullopt;
    });
    ASSERT_TRUE(first.lease.settle_left(1));
    const auto after = first.lease.left();
    ASSERT_EQ(after.size(), before.size() - settled);
    if (!after.empty()) {
      EXPECT_EQ(after.front().keys, before[settled].keys);
    }
  }
}

TEST_F(LeaseTest, NoCallBeginsWithLessLeftThanItMayTake) {
  ASSERT_TRUE(first.lease.acquire().value());
  time.advance(Seconds(35));
  EXPECT_TRUE(first.lease.check(Seconds(25)));
  EXPECT_EQ(first.lease.check(Seconds(26)).error().code, lease_lost_code);
  EXPECT_EQ(first.lease.check(Seconds(26)).error().kind, ErrorKind::retry);
  ASSERT_TRUE(first.lease.renew());
  EXPECT_TRUE(first.lease.check(Seconds(60)));
}

TEST_F(LeaseTest, IsCountedFromWhenItWasAskedFor) {
  table->set_before([&](std::string_view operation, const json::object&) -> std::optional<Error> {
    if (operation == "UpdateItem") time.advance(Seconds(20));
    return std::nullopt;
  });
  ASSERT_TRUE(first.lease.acquire().value());
  EXPECT_TRUE(first.lease.check(Seconds(40)));
  EXPECT_FALSE(first.lease.check(Seconds(41)));
}

TEST_F(LeaseTest, IsTakenFromWhoLetItEndAndNotBeforeTheirClocksAgree) {
  ASSERT_TRUE(first.lease.acquire().value());
  time.advance(Seconds(65));
  EXPECT_FALSE(second.lease.acquire().value());
  time.advance(Milliseconds(1));
  EXPECT_TRUE(second.lease.acquire().value());
  EXPECT_EQ(second.lease.token(), first.lease.token() + 1);
}

TEST_F(LeaseTest, AnExpiredHolderWritesNoOutcome) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a")}, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  time.advance(Seconds(100));
  ASSERT_TRUE(second.lease.acquire().value());
  const auto settled = first.journal.settle(std::vector{outcome("a")}, at(100));
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, lease_lost_code);
  EXPECT_EQ(entry("a").flag, model::ProcessedFlag::pending);
  EXPECT_EQ(entry("a").attempts, 0);
  EXPECT_TRUE(second.journal.settle(std::vector{outcome("a", "the second")}, at(101)));
  EXPECT_EQ(entry("a").reason, "the second");
}

TEST_F(LeaseTest, WhatCountedAndWasNotWrittenIsWrittenByTheNextHolder) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a"), event("b")}, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  bool is_dead = false;
  table->set_before([&](std::string_view operation, const json::object& input) -> std::optional<Error> {
    is_dead = is_dead ||
              (is_entry_update(operation, input) && text_in(input.at("Key").as_object(), "EventId") == "b");
    return is_dead ? std::optional(no_answer()) : std::nullopt;
  });
  EXPECT_FALSE(
      first.journal.settle(std::vector{outcome("a", "the first"), outcome("b", "the first")}, at(1)));
  table->set_before({});
  EXPECT_EQ(entry("a").flag, model::ProcessedFlag::processed);
  EXPECT_EQ(entry("b").flag, model::ProcessedFlag::pending);
  time.advance(Seconds(100));
  ASSERT_TRUE(second.lease.acquire().value());
  EXPECT_EQ(entry("b").reason, "the first");
  EXPECT_EQ(entry("b").settled_at, at(1));
  EXPECT_EQ(entry("a").attempts, 1);
  EXPECT_FALSE(table->item("#lease")->contains("Outbox"));
}

TEST_F(LeaseTest, WhoWasStoppedWhileWritingWhatCountedChangesNothingLater) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a")}, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  bool is_stopped = false;
  table->set_before([&](std::string_view operation, const json::object& input) -> std::optional<Error> {
    if (is_stopped || !is_entry_update(operation, input)) return std::nullopt;
    is_stopped = true;
    time.advance(Seconds(100));
    EXPECT_TRUE(second.lease.acquire().value());
    EXPECT_TRUE(second.journal.retry("a"));
    EXPECT_TRUE(second.journal.settle(std::vector{outcome("a", "the second")}, at(101)));
    return std::nullopt;
  });
  auto provisional = outcome("a", "the first");
  provisional.provisional = true;
  EXPECT_FALSE(first.journal.settle(std::vector{provisional}, at(1))) << "its outbox is not its own any more";
  EXPECT_EQ(entry("a").reason, "the second");
  EXPECT_EQ(entry("a").attempts, 2);
}

TEST_F(LeaseTest, OutcomesThatFitIntoNoOutboxGoInParts) {
  std::vector<model::Event> events;
  std::vector<model::Outcome> outcomes;
  for (int i = 0; i < 300; ++i) {
    events.push_back(event("event " + std::to_string(i), i));
    outcomes.push_back(outcome(events.back().event_id));
    for (int j = 0; j < 2000; ++j) outcomes.back().reason += static_cast<char>('!' + random.below(90));
  }
  ASSERT_TRUE(first.journal.append(events, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  const auto settled = first.journal.settle(outcomes, at(1));
  ASSERT_TRUE(settled) << settled.error().text();
  EXPECT_EQ(entry("event 299").reason, outcomes.back().reason);
  EXPECT_EQ(first.journal.counts()->processed, 300U);
}

TEST_F(LeaseTest, WhatAnExpiredHolderWasChangingIsLeftToTheNext) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.announce({"database/a", "database/a/table/t"}));
  time.advance(Seconds(100));
  ASSERT_TRUE(second.lease.acquire().value());
  const auto left = second.lease.left();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_THAT(left[0].keys, ElementsAre("database/a", "database/a/table/t"));
  EXPECT_EQ(left[0].until, at(100) + std::chrono::minutes(5) + Seconds(5));
  EXPECT_EQ(first.lease.announce({"database/b"}).error().code, lease_lost_code);
}

TEST_F(LeaseTest, AnExpiredHolderThatComesBackSaysWhatItWasChanging) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.announce({"database/a"}));
  time.advance(Seconds(100));
  ASSERT_TRUE(second.lease.acquire().value());
  ASSERT_TRUE(second.lease.begin_look());
  ASSERT_TRUE(second.lease.settle_left(1));
  EXPECT_THAT(second.lease.left(), IsEmpty());
  time.advance(Seconds(40));
  EXPECT_FALSE(first.lease.renew());
  ASSERT_TRUE(first.lease.ended());
  EXPECT_FALSE(second.lease.release_if_unwanted().value()) << "another look is due";
  ASSERT_TRUE(second.lease.begin_look());
  ASSERT_EQ(second.lease.left().size(), 1U);
  EXPECT_THAT(second.lease.left()[0].keys, ElementsAre("database/a"));
  EXPECT_EQ(second.lease.left()[0].until, at(140));
}

TEST_F(LeaseTest, AHolderThatSleptUnnoticedGoesOn) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.announce({"database/a"}));
  time.advance(Seconds(100));
  EXPECT_FALSE(first.lease.check(Milliseconds(0)));
  ASSERT_TRUE(first.lease.ended());
  EXPECT_TRUE(first.lease.check(Seconds(60)));
  EXPECT_THAT(first.lease.left(), IsEmpty());
}

TEST_F(LeaseTest, WhatEndedAndIsWrittenIsInFlightNoMore) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a")}, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.lease.announce({"database/a"}));
  EXPECT_TRUE(table->item("#lease")->contains("InFlight"));
  ASSERT_TRUE(first.lease.ended());
  ASSERT_TRUE(first.journal.settle(std::vector{outcome("a")}, at(1)));
  EXPECT_FALSE(table->item("#lease")->contains("InFlight"));
}

TEST_F(LeaseTest, OfVeryManyKeysTheirDatabasesAreAnnounced) {
  ASSERT_TRUE(first.lease.acquire().value());
  std::vector<std::string> keys, databases;
  for (int i = 0; i < 5000; ++i)
    keys.push_back("database/d" + std::to_string(i % 3) + "/table/t" + std::to_string(i));
  for (int i = 0; i < 5000; ++i) databases.push_back("database/d" + std::to_string(i));
  ASSERT_TRUE(first.lease.announce(keys));
  time.advance(Seconds(100));
  ASSERT_TRUE(second.lease.acquire().value());
  EXPECT_THAT(second.lease.left()[0].keys, ElementsAre("database/d0", "database/d1", "database/d2"));
  ASSERT_TRUE(second.lease.announce(databases));
  time.advance(Seconds(100));
  ASSERT_TRUE(first.lease.acquire().value());
  EXPECT_THAT(first.lease.left()[1].keys, ElementsAre("catalog"));
}

TEST_F(LeaseTest, BehindAFenceNobodyHasIt) {
  ASSERT_TRUE(first.lease.acquire().value());
  const FenceNote note{.since = time.now(), .by = "ops@host", .reason = "us-west-2 is live"};
  ASSERT_TRUE(second.lease.raise(note));
  EXPECT_TRUE(first.lease.check(Seconds(1))) << "it has not heard of it";
  ASSERT_TRUE(first.lease.renew());
  EXPECT_EQ(first.lease.check(Seconds(1)).error().code, fenced_code);
  EXPECT_EQ(first.lease.acquire().error().code, fenced_code);
  ASSERT_TRUE(first.lease.release());
  const auto refused = second.lease.acquire();
  EXPECT_EQ(refused.error().code, fenced_code);
  EXPECT_THAT(refused.error().message, HasSubstr("us-west-2 is live"));
  EXPECT_EQ(second.lease.standing().value(), note);
  const auto again = first.lease.raise({.since = time.now(), .by = "somebody@else", .reason = "why"});
  EXPECT_EQ(again->note, note) << "the first one stays";
  EXPECT_FALSE(again->is_new);
  ASSERT_TRUE(second.lease.lift());
  EXPECT_EQ(second.lease.standing().value(), std::nullopt);
  EXPECT_TRUE(second.lease.acquire().value());
}

TEST_F(LeaseTest, AFenceThatCameInBetweenIsNotOverrun) {
  bool is_raised = false;
  table->set_before([&](std::string_view operation, const json::object&) -> std::optional<Error> {
    if (operation == "UpdateItem" && !std::exchange(is_raised, true)) {
      EXPECT_TRUE(second.lease.raise({.reason = "why"})->is_new);
    }
    return std::nullopt;
  });
  EXPECT_EQ(first.lease.acquire().error().code, fenced_code);
}

TEST_F(LeaseTest, OfTwoThatTakeItAtOnceOneHasIt) {
  std::optional<bool> other;
  table->set_before([&](std::string_view operation, const json::object&) -> std::optional<Error> {
    if (operation == "UpdateItem" && !other) {
      other = false;
      other = second.lease.acquire().value();
    }
    return std::nullopt;
  });
  EXPECT_FALSE(first.lease.acquire().value());
  EXPECT_EQ(other, true);
}

TEST_F(LeaseTest, RenewsItselfWhileItIsHeld) {
  DynamoJournal journal(table, {.clock = time, .random = random, .threads = 1});
  DynamoLease lease(journal, time, random, {.holder = "third", .length = Milliseconds(30)});
  ASSERT_TRUE(lease.acquire().value());
  const auto until = since_boot() + Seconds(30);
  table->reset_cost();
  while (table->cost().table_writes < 3 && since_boot() < until) system_clock().sleep_for(Milliseconds(1));
  EXPECT_GE(table->cost().table_writes, 3U);
  ASSERT_TRUE(lease.release());
}

}  // namespace lakemirror::journal::dynamodb
