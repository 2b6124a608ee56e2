#include "local/knobs.h"

#include <gtest/gtest.h>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

TEST(Knobs, ComeBackFromTheirOwnJson) {
  const auto parsed = Knobs::parse({{"shuffle", 0.5},
                                    {"delivery_delay_min", 10},
                                    {"delivery_delay_max", 1500},
                                    {"inject_operations", {"CreateTable"}},
                                    {"update_partition_renames", true},
                                    {"seed", 42}});
  ASSERT_TRUE(parsed) << parsed.error().text();
  EXPECT_EQ(parsed->delivery_delay_max, Milliseconds(1500));
  EXPECT_EQ(parsed->seed, 42u);
  const auto again = Knobs::parse(parsed->to_json());
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->to_json(), parsed->to_json());
}

TEST(Knobs, NameTheMistake) {
  const auto subject = [](json::object knobs) { return Knobs::parse(knobs).error().subject; };
  EXPECT_EQ(subject({{"no_such_knob", 1}}), "no_such_knob");
  EXPECT_EQ(subject({{"shuffle", 1.5}}), "shuffle");
  EXPECT_EQ(subject({{"throttle", "often"}}), "throttle");
  EXPECT_EQ(subject({{"stale_for", -1}}), "stale_for");
  EXPECT_EQ(subject({{"update_partition_renames", 1}}), "update_partition_renames");
  EXPECT_EQ(subject({{"inject_operations", {1}}}), "inject_operations");
}

TEST(Knobs, LeaveTheOthersAloneWhenSomeAreSet) {
  TestAws test(Knobs::for_server());
  ASSERT_TRUE(test.aws.set_knobs({{"latency", 5}}));
  EXPECT_EQ(test.aws.knobs().lookup_rate, 2);
  EXPECT_EQ(test.aws.knobs().latency, Milliseconds(5));
  EXPECT_FALSE(test.aws.set_knobs({{"latency", 7}, {"nonsense", 1}}));
  EXPECT_EQ(test.aws.knobs().latency, Milliseconds(5));
}

TEST(Knobs, OneDelayAloneIsAFixedDelay) {
  EXPECT_EQ(Knobs::parse({{"delivery_delay_min", 700}})->delivery_delay_max, Milliseconds(700));
  Knobs base;
  base.delivery_delay_min = base.delivery_delay_max = Milliseconds(900);
  EXPECT_EQ(Knobs::parse({{"delivery_delay_max", 100}}, base)->delivery_delay_min, Milliseconds(100));
}

}  // namespace
}  // namespace lakemirror::local
