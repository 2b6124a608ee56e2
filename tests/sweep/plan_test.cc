#include "sweep/plan.h"

#include <gtest/gtest.h>

#include "sweep/tally.h"

namespace lakemirror::sweep {
namespace {

const std::vector<Step> requests = {
    {.at_source = true, .operation = "GetTable"},
    {.operation = "CreateTable"},
    {.operation = "CreateTable"},
    {.service = api::Service::lakeformation, .operation = "GrantPermissions"}};
const std::vector<Step> writes = {{.place = Place::journal, .operation = "append"}};

std::size_t count(const std::vector<Blow>& blows, Mishap mishap, std::size_t nth) {
  return static_cast<std::size_t>(std::ranges::count_if(
      blows, [&](const Blow& blow) { return blow.mishap == mishap && blow.nth == nth; }));
}

TEST(AllBlows, FallOnEveryRequestThatCanMeetThem) {
  const auto blows = all_blows(requests, writes, {});
  for (const std::size_t nth : {1, 2, 3, 4}) EXPECT_EQ(count(blows, Mishap::throttled, nth), 3u);
  EXPECT_EQ(count(blows, Mishap::lost, 1), 0u) << "what a read's lost answer is, reset is already";
  EXPECT_EQ(count(blows, Mishap::lost, 2), 3u);
  EXPECT_EQ(count(blows, Mishap::iam_throttled, 2), 0u);
  EXPECT_EQ(count(blows, Mishap::iam_throttled, 4), 3u);
  EXPECT_EQ(count(blows, Mishap::disk_full, 1), 2u);
  EXPECT_EQ(count(blows, Mishap::dies_after, 1), 2u) << "of the request and of the write";
}

TEST(AllBlows, ASampleHasEveryCellOnce) {
  const auto all = all_blows(requests, writes, {});
  const auto some = all_blows(requests, writes, {.stride = 1'000});
  EXPECT_LT(some.size(), all.size() / 2);
  Tally tally;
  tally.uses("k", requests);
  tally.uses("k", writes);
  EXPECT_EQ(tally.empty_cells().size(), tally.cells());
  for (const auto& blow : some)
    tally.add("k", (blow.place == Place::journal ? writes : requests)[blow.nth - 1], blow.mishap);
  EXPECT_TRUE(tally.empty_cells().empty());
  EXPECT_LT(all_blows(requests, writes, {.stride = 1'000, .sparse = true}).size(), some.size());
}

}  // namespace
}  // namespace lakemirror::sweep
