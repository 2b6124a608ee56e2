#include "simulate/history.h"

#include <gtest/gtest.h>

#include "journal/memory_journal.h"
#include "simulate/crash_switch.h"

namespace lakemirror::simulate {
namespace {

const workload::Difference kOrders{"sales", "orders", {}, "table sales.orders: only at the source"};

struct Fixture {
  History history;
  journal::MemoryJournal journal;

  void made(const std::string& subject, const std::string& request) {
    history.add({.step = {.event_name = "UpdateTable", .subject = subject}, .requests = {request}});
  }
  void deliver(const std::string& request, bool processed) {
    const model::Event event{.event_id = "e-" + request, .record = R"({"requestID":")" + request + R"("})"};
    ASSERT_TRUE(journal.append(std::vector{event}, Time()).has_value());
    history.arrived(event);
    if (!processed) return;
    const model::Outcome outcome{.event_id = event.event_id, .kind = model::OutcomeKind::unchanged};
    ASSERT_TRUE(journal.settle(std::vector{outcome}, Time()).has_value());
  }
};

TEST(HistoryTest, ADifferenceIsAllowedWhileAChangeOfTheObjectHasNotArrived) {
  Fixture fixture;
  fixture.made("database/sales/table/orders", "r1");
  EXPECT_FALSE(fixture.history.claims_equal(kOrders, fixture.journal));
  EXPECT_EQ(fixture.history.undelivered().size(), 1u);
}

TEST(HistoryTest, ADifferenceIsAllowedWhileAnEntryOfTheObjectIsPending) {
  Fixture fixture;
  fixture.made("database/sales/table/orders", "r1");
  fixture.deliver("r1", false);
  EXPECT_FALSE(fixture.history.claims_equal(kOrders, fixture.journal));
  EXPECT_TRUE(fixture.history.undelivered().empty());
}

TEST(HistoryTest, ADifferenceIsAFalseClaimOnceEveryEntryOfTheObjectIsProcessed) {
  Fixture fixture;
  fixture.made("database/sales/table/orders", "r1");
  fixture.made("database/sales/table/other", "r2");
  fixture.deliver("r1", true);
  EXPECT_TRUE(fixture.history.claims_equal(kOrders, fixture.journal));
}

TEST(HistoryTest, AChangeOfTheDatabaseConcernsItsTables) {
  Fixture fixture;
  fixture.made("database/sales/table/orders", "r1");
  fixture.deliver("r1", true);
  fixture.made("database/sales", "r2");
  EXPECT_FALSE(fixture.history.claims_equal(kOrders, fixture.journal));
}

TEST(HistoryTest, AGrantConcernsItsPrincipalAlone) {
  Fixture fixture;
  auto grant = kOrders;
  grant.principal = "role/a";
  fixture.history.add({.step = {.event_name = "GrantPermissions",
                                .subject = "database/sales/table/orders",
                                .principal = "role/b"},
                       .requests = {"r1"}});
  EXPECT_TRUE(fixture.history.claims_equal(grant, fixture.journal));
  grant.principal = "role/b";
  EXPECT_FALSE(fixture.history.claims_equal(grant, fixture.journal));
}

TEST(HistoryTest, ATagConcernsTheTagsOfEveryObject) {
  Fixture fixture;
  auto tags = kOrders;
  tags.beside = "tags";
  fixture.made("tag/team", "r1");
  EXPECT_FALSE(fixture.history.claims_equal(tags, fixture.journal));
  EXPECT_TRUE(fixture.history.claims_equal(kOrders, fixture.journal));
}

TEST(CrashSwitchTest, NothingHasAnEffectOnceItIsDead) {
  CrashSwitch crash;
  crash.arm(2, true);
  EXPECT_EQ(crash.step(), CrashSwitch::Fate::lives);
  EXPECT_EQ(crash.step(), CrashSwitch::Fate::dies_after);
  EXPECT_TRUE(crash.dead());
  EXPECT_EQ(crash.step(), CrashSwitch::Fate::dies_before);
  crash.revive();
  EXPECT_EQ(crash.step(), CrashSwitch::Fate::lives);
}

}  // namespace
}  // namespace lakemirror::simulate
