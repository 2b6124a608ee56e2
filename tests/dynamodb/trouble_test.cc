#include "dynamodb/lease_fixture.h"

// What DynamoDB may do to a journal: an index that lags, records too large for an item, throttling, answers
// that are lost, and an end at any request.

namespace lakemirror::journal::dynamodb {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MemoryOverflow final : public Overflow {
 public:
  Result<void> put(const std::string& name, const std::string& body) override {
    objects[name] = body;
    return {};
  }
  Result<std::string> get(const std::string& name) override { return objects.at(name); }
  std::map<std::string, std::string> objects;
};

Error throttled() {
  return {.kind = ErrorKind::retry, .code = "ProvisionedThroughputExceededException", .message = "slower"};
}

}  // namespace

class TroubleTest : public LeaseTest {
 protected:
  static std::vector<std::string> ids(const std::vector<model::Entry>& entries) {
    std::vector<std::string> found;
    for (const auto& one : entries) found.push_back(one.event.event_id);
    return found;
  }
  static std::string noise(Random& random, std::size_t size) {
    std::string text(size, '\0');
    for (auto& c : text) c = static_cast<char>(random.below(256));
    return text;
  }
};

TEST_F(TroubleTest, WhatThisProcessStoredIsDueThoughTheIndexLags) {
  table->set_index_lag(Seconds(10));
  ASSERT_TRUE(first.journal.append(std::vector{event("b", 2), event("a", 1)}, at(0)));
  EXPECT_THAT(ids(first.journal.due(at(5), 10, {}).value()), ElementsAre("a", "b"));
  EXPECT_THAT(ids(second.journal.due(at(5), 10, {}).value()), IsEmpty());
  second.journal.expect(std::vector{journal::Journal::Arrival{"b", at(2)}});
  EXPECT_THAT(ids(second.journal.due(at(5), 10, {}).value()), ElementsAre("b"));
  time.advance(Seconds(10));
  EXPECT_THAT(ids(second.journal.due(at(5), 10, {}).value()), ElementsAre("a", "b"));
}

TEST_F(TroubleTest, WhatThisProcessStoredIsDueBehindAsMuchThatWaits) {
  table->set_index_lag(Seconds(10));
  ASSERT_TRUE(first.lease.acquire().value());
  std::vector<model::Event> events;
  std::vector<model::Outcome> waiting;
  for (int i = 0; i < 9; ++i) {
    events.push_back(event("e" + std::to_string(i), i));
    if (i == 8) break;
    waiting.push_back(outcome(events.back().event_id));
    waiting.back().provisional = true;
    waiting.back().next_attempt_at = at(100);
  }
  ASSERT_TRUE(first.journal.append(events, at(0)));
  ASSERT_TRUE(first.journal.settle(waiting, at(1)));
  for (const std::size_t limit : {1u, 4u, 8u, 9u})
    EXPECT_THAT(ids(first.journal.due(at(10), limit, {}).value()), ElementsAre("e8")) << limit;
}

TEST_F(TroubleTest, WhatTheIndexStillShowsIsNotDueAgain) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a", 1), event("b", 2), event("c", 3)}, at(0)));
  table->set_index_lag(Seconds(10));
  ASSERT_TRUE(first.lease.acquire().value());
  auto waits = outcome("b");
  waits.provisional = true;
  waits.next_attempt_at = at(100);
  ASSERT_TRUE(first.journal.settle(std::vector{outcome("a"), waits}, at(1)));
  EXPECT_THAT(ids(second.journal.due(at(5), 1, {}).value()), ElementsAre("c"));
}

TEST_F(TroubleTest, ARecordThatFitsNowhereIsNotLostInSilence) {
  auto large = event("large");
  large.record = noise(random, 500'000);
  const auto refused = first.journal.append(std::vector{large, event("small", 1)}, at(0));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("journal_bucket"));
  EXPECT_EQ(first.journal.find("large").value(), std::nullopt);

  const auto overflow = std::make_shared<MemoryOverflow>();
  DynamoJournal journal(table, {.clock = time, .random = random, .threads = 1, .overflow = overflow});
  EXPECT_THAT(journal.append(std::vector{large, event("small", 1)}, at(0)).value(), ElementsAre(true, false));
  EXPECT_EQ(overflow->objects.size(), 1U);
  EXPECT_EQ(journal.find("large").value()->event.record, large.record);
  EXPECT_EQ(journal.due(at(5), 10, {}).value()[0].event.record, large.record);
}

TEST_F(TroubleTest, ARecordOfTheLargestEventFitsWithItsOutcome) {
  auto large = event("large");
  for (int i = 0; i < 256 * 1024; ++i) large.record += static_cast<char>(' ' + random.below(90));
  ASSERT_TRUE(first.journal.append(std::vector{large}, at(0)));
  auto parked = outcome("large");
  parked.kind = model::OutcomeKind::parked;
  parked.error.assign(20'000, 'e');
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.journal.settle(std::vector{parked}, at(1)));
  EXPECT_EQ(entry("large").event.record, large.record);
}

TEST_F(TroubleTest, AnIdThatLooksLikeOneOfOurItemsIsAnEntryLikeAnyOther) {
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.journal.append(std::vector{event("#lease"), event("#entry/x")}, at(0)));
  EXPECT_THAT(ids(first.journal.due(at(1), 10, {}).value()), ElementsAre("#entry/x", "#lease"));
  ASSERT_TRUE(first.journal.settle(std::vector{outcome("#lease")}, at(1)));
  EXPECT_EQ(entry("#lease").flag, model::ProcessedFlag::processed);
  EXPECT_FALSE(second.lease.acquire().value());
}

TEST_F(TroubleTest, WhatAnAppendThatFailedLeftOutComesWithTheNext) {
  std::vector<model::Event> events;
  for (int i = 0; i < 10; ++i) events.push_back(event("event " + std::to_string(i), i));
  int puts = 0;
  table->set_before([&](std::string_view operation, const json::object&) -> std::optional<Error> {
    return operation == "PutItem" && ++puts > 4 ? std::optional(throttled()) : std::nullopt;
  });
  EXPECT_EQ(first.journal.append(events, at(0)).error().kind, ErrorKind::retry);
  table->set_before({});
  EXPECT_TRUE(first.journal.append(events, at(0)));
  EXPECT_EQ(first.journal.counts()->pending, 10U);
  EXPECT_EQ(first.journal.counts()->newest_event, at(9));
}

TEST_F(TroubleTest, WhatIsProcessedWhileAnotherPrunesIsCounted) {
  ASSERT_TRUE(
      first.journal.append(std::vector{event("old 1", 1), event("old 2", 2), event("new", 9)}, at(0)));
  ASSERT_TRUE(first.lease.acquire().value());
  ASSERT_TRUE(first.journal.settle(std::vector{outcome("old 1"), outcome("old 2")}, at(10)));
  // In the middle of it the holder settles an entry, and somebody else prunes as well.
  bool is_first = true;
  table->set_after([&](std::string_view operation, const json::object&) -> std::optional<Error> {
    if (operation != "Scan" || !std::exchange(is_first, false)) return std::nullopt;
    EXPECT_TRUE(first.journal.settle(std::vector{outcome("new")}, at(11)));
    EXPECT_EQ(first.journal.prune(at(2)).value(), 1U);
    return std::nullopt;
  });
  EXPECT_EQ(second.journal.prune(at(5)).value(), 1U);
  EXPECT_EQ(first.journal.counts()->processed, 1U);
  EXPECT_EQ(first.journal.counts()->newest_event, at(9));
}

TEST_F(TroubleTest, ABatchThatIsNeverAnsweredWholeIsAnErrorAndNotAnAbsence) {
  ASSERT_TRUE(first.journal.append(std::vector{event("a"), event("b")}, at(0)));
  table->set_batch_limit(0);
  const auto found = first.journal.contains(std::vector<std::string>{"a", "b"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::retry);
}

TEST_F(TroubleTest, KnownKeysOfManyThousandAreOfManyItemsAndChangeInOneOfThem) {
  std::vector<std::string> keys;
  for (int i = 0; i < 5000; ++i)
    keys.push_back("database/sales/table/orders/partition/2026," + std::to_string(i));
  ASSERT_TRUE(first.journal.remember_keys(keys));
  EXPECT_GT(table->size(), 4U);
  table->reset_cost();
  ASSERT_TRUE(first.journal.remember_keys(std::vector<std::string>{keys[7], "database/sales/table/new"}));
  EXPECT_EQ(table->cost().table_writes, 1U);
  EXPECT_EQ(second.journal.count_known(model::KeyKind::partition, "").value(), 5000U);
  // Who has read them before sees what another writes only from then on that it has the lease.
  ASSERT_TRUE(first.journal.forget_keys(std::vector<std::string>{"database/sales/table/orders"}));
  ASSERT_TRUE(second.lease.acquire().value());
  EXPECT_EQ(second.journal.count_known(model::KeyKind::partition, "").value(), 0U);
  EXPECT_TRUE(second.journal.knows_keys(std::vector<std::string>{"database/sales/table/new"})->front());
}

TEST_F(TroubleTest, OfTwoWhoRememberAtOnceBothAreRemembered) {
  ASSERT_TRUE(first.journal.remember_keys(std::vector<std::string>{"database/a"}));
  EXPECT_FALSE(second.journal.knows_keys(std::vector<std::string>{"database/a/table/u"})->front());
  ASSERT_TRUE(first.journal.remember_keys(std::vector<std::string>{"database/a/table/t"}));
  ASSERT_TRUE(second.journal.remember_keys(std::vector<std::string>{"database/a/table/u"}));
  EXPECT_EQ(second.journal.count_known(model::KeyKind::table, "").value(), 2U);
}

namespace {

/// A history of everything that writes, from the first request to the last.
Result<void> play(Replica& replica, Time now) {
  std::vector<model::Event> events;
  std::vector<model::Outcome> outcomes;
  std::vector<std::string> keys;
  for (int i = 0; i < 6; ++i) {
    const auto id = "event " + std::to_string(i);
    events.push_back(
        {.event_id = id, .event_time = Time(Seconds(1'790'000'000 + i)), .record = "{}", .feed = "lookup"});
    outcomes.push_back({.event_id = id, .kind = model::OutcomeKind::unchanged});
    keys.push_back("database/d/table/t" + std::to_string(i));
  }
  LM_CHECK(replica.journal.append(events, now));
  LM_TRY(const bool has_it, replica.lease.acquire());
  if (!has_it) return fail(lease_lost("not yet"));
  LM_CHECK(replica.lease.announce(keys));
  LM_CHECK(replica.journal.remember_keys(keys));
  LM_CHECK(replica.lease.ended());
  LM_CHECK(replica.journal.settle(outcomes, now));
  LM_CHECK(replica.journal.set_value("cursor", "there"));
  return replica.lease.release();
}

}  // namespace

/// Everything goes wrong from one request on, or at that request alone, before it is done or after: whoever
/// comes next finds nothing lost, and ends where the history would have.
TEST(DynamoSweep, EveryRequestFailsInEveryWay) {
  for (const bool is_done : {false, true}) {
    for (const bool is_killed : {false, true}) {
      for (int blow = 1, requests = 1000; blow <= requests; ++blow) {
        VirtualClock time{Time(Seconds(1'790'000'000))};
        Random random{1};
        const auto table = std::make_shared<testing::FakeDynamoDb>(time);
        int count = 0;
        const auto strike = [&](std::string_view, const json::object&) -> std::optional<Error> {
          ++count;
          return count == blow || (is_killed && count > blow) ? std::optional(throttled()) : std::nullopt;
        };
        is_done ? table->set_after(strike) : table->set_before(strike);
        Replica struck(table, time, random, "struck");
        const auto played = play(struck, time.now());
        if (played) {
          requests = count;
          if (blow > count) break;
        }
        table->set_before({});
        table->set_after({});
        time.advance(Seconds(70));
        Replica next(table, time, random, "next");
        Result<void> ended;
        // The one that was struck may have the lease still, unless it was killed.
        if (!is_killed && !played) (void)struck.lease.release();
        ended = play(next, time.now());
        ASSERT_TRUE(ended) << ended.error().text() << " blow " << blow;
        for (int i = 0; i < 6; ++i) {
          const auto entry = next.journal.find("event " + std::to_string(i)).value();
          ASSERT_TRUE(entry.has_value());
          ASSERT_EQ(entry->outcome, model::OutcomeKind::unchanged) << "blow " << blow;
          ASSERT_EQ(entry->attempts, 1) << "blow " << blow;
        }
        ASSERT_THAT(next.journal.due(time.now(), 10, {}).value(), IsEmpty());
        ASSERT_EQ(next.journal.counts()->pending, 0U);
        ASSERT_EQ(next.journal.count_known(model::KeyKind::table, "").value(), 6U);
        ASSERT_EQ(next.journal.value("cursor").value(), "there");
      }
    }
  }
}

}  // namespace lakemirror::journal::dynamodb
