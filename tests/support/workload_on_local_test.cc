#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/local_client.h"
#include "workload/workload.h"

namespace lakemirror::test_support {
namespace {

constexpr const char* kAccount = "123456789012";
constexpr const char* kRegion = "eu-central-1";

struct Source {
  VirtualClock clock{Time(std::chrono::hours(490'000))};
  local::Aws aws{local::Options{.clock = &clock, .account = kAccount, .verify_signatures = false}};
  LocalClient client{aws, kAccount, kRegion};
};

std::string refusal(const Result<workload::Step>& step) { return step ? "" : step.error().text(); }

/// Partitions the workload believes in, to hold against what the dump counts.
std::size_t dumped(const Source& source, std::string_view kind) {
  const auto dump = source.aws.dump(kAccount, kRegion);
  for (const auto& count : workload::compare(dump, dump, {}).counts) {
    if (count.kind == kind) return count.source;
  }
  return 0;
}

class WorkloadOnLocalTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(WorkloadOnLocalTest, EveryLivelyChangeIsAcceptedOrRefusedAsMeant) {
  Source source;
  workload::Workload workload(source.client, workload::Options::lively(GetParam()));
  for (int i = 0; i < 300; ++i) {
    source.clock.advance(Milliseconds(700));
    const auto step = workload.step();
    ASSERT_TRUE(step.has_value()) << refusal(step);
  }
  EXPECT_EQ(dumped(source, "databases"), workload.state().databases.size());
  EXPECT_EQ(dumped(source, "views"), workload.state().count(workload::TableKind::view));
  EXPECT_EQ(dumped(source, "iceberg tables"), workload.state().count(workload::TableKind::iceberg));
  EXPECT_EQ(dumped(source, "resource links"), workload.state().count(workload::TableKind::link));
  EXPECT_EQ(dumped(source, "partitions"), workload.state().partitions());
}

TEST_P(WorkloadOnLocalTest, EveryHostileChangeIsAcceptedOrRefusedAsMeant) {
  Source source;
  workload::Workload workload(source.client, workload::Options::hostile(GetParam()));
  for (int i = 0; i < 200; ++i) {
    const auto step = workload.step();
    ASSERT_TRUE(step.has_value()) << refusal(step);
  }
  EXPECT_EQ(dumped(source, "partitions"), workload.state().partitions());
}

TEST_P(WorkloadOnLocalTest, AWorkloadGoesOnThroughInjectedErrors) {
  Source source;
  ASSERT_TRUE(
      source.aws.set_knobs({{"throttle", 0.1}, {"inject_error", 0.1}, {"seed", GetParam()}}).has_value());
  workload::Workload workload(source.client, workload::Options::hostile(GetParam()));
  int refused = 0;
  for (int i = 0; i < 200; ++i) refused += workload.step().has_value() ? 0 : 1;
  EXPECT_LT(refused, 60);
  EXPECT_GE(workload.done().size(), 10u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, WorkloadOnLocalTest, ::testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace lakemirror::test_support
