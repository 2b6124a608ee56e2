#include "simulate/spotlight.h"

#include <gtest/gtest.h>

#include <map>

namespace lakemirror::simulate {
namespace {

// A few rounds of all families.
constexpr std::uint64_t kSeeds = 300;

double most_weight(const workload::Options& workload) {
  double most = 0;
  for (const auto& [name, weight] : workload.weights) most = std::max(most, weight);
  return most;
}

TEST(SpotlightTest, EveryNameHasItsTurns) {
  for (const bool lake_formation : {false, true}) {
    std::map<std::string, int> turns;
    for (std::uint64_t seed = 0; seed < kSeeds; seed += 2) {
      const auto plan = draw_plan(seed, lake_formation);
      for (const auto& [name, weight] : plan.workload.weights) {
        if (weight == most_weight(plan.workload)) ++turns[name];
      }
    }
    for (const auto& name : planned_events(lake_formation)) EXPECT_GE(turns[name], 8) << name;
  }
}

TEST(SpotlightTest, EverySecondSeedIsLeftAsItIs) {
  for (std::uint64_t seed = 1; seed < kSeeds; seed += 2) {
    auto plan = draw_plan(seed, true);
    const auto text = plan.text();
    add_spotlight(plan);
    EXPECT_EQ(plan.text(), text);
  }
}

TEST(SpotlightTest, SomeOfItsSeedsMeetNoFault) {
  int quiet = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; seed += 2) {
    const auto plan = draw_plan(seed, true);
    const auto& knobs = plan.knobs;
    if (knobs.omit_parameters > 0 || knobs.stale_read > 0 || knobs.throttle > 0 || plan.crash > 0) continue;
    EXPECT_LT(knobs.delivery_delay_max, plan.settle);
    ++quiet;
  }
  EXPECT_GE(quiet, 30);
}

}  // namespace
}  // namespace lakemirror::simulate
