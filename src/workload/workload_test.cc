#include "workload/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <set>

#include "base/text.h"

namespace lakemirror::workload {
namespace {

using ::testing::Contains;

/// Says yes to everything and remembers what was asked, or gives the answers it was told to give first.
class RecordingClient : public aws::Client {
 public:
  Result<json::object> call(api::Service, std::string_view operation, const json::object& input) override {
    calls.emplace_back(std::string(operation), input);
    if (!errors.empty()) {
      auto error = errors.front();
      errors.pop_front();
      return fail(std::move(error));
    }
    return json::object{};
  }
  std::string_view region() const override { return "eu-central-1"; }

  std::vector<std::pair<std::string, json::object>> calls;
  std::deque<Error> errors;
};

std::string transcript(Options options, int steps) {
  RecordingClient client;
  Workload workload(client, std::move(options));
  for (int i = 0; i < steps; ++i) EXPECT_TRUE(workload.step().has_value());
  std::string out;
  for (const auto& [operation, input] : client.calls) out += operation + canonical_json(input) + "\n";
  return out;
}

TEST(WorkloadTest, TheSameSeedMakesTheSameChanges) {
  EXPECT_EQ(transcript(Options::hostile(7), 200), transcript(Options::hostile(7), 200));
  EXPECT_NE(transcript(Options::hostile(7), 200), transcript(Options::hostile(8), 200));
}

TEST(WorkloadTest, ThreeHundredLivelyStepsMakeEveryKindOfChange) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    RecordingClient client;
    Workload workload(client, Options::lively(seed));
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(workload.step().has_value());
    for (const auto& name : event_names()) {
      EXPECT_TRUE(workload.done().contains(name)) << name << " did not happen with seed " << seed;
    }
  }
}

TEST(WorkloadTest, ALivelyCatalogStaysFullOnceItIs) {
  const auto options = Options::lively(3);
  RecordingClient client;
  Workload workload(client, options);
  for (int i = 0; i < 150; ++i) ASSERT_TRUE(workload.step().has_value());
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(workload.step().has_value());
    const auto& state = workload.state();
    ASSERT_GE(state.databases.size(), options.keep.databases);
    ASSERT_GE(state.count(TableKind::hive), options.keep.tables);
    ASSERT_GE(state.count(TableKind::view), options.keep.views);
    ASSERT_GE(state.count(TableKind::iceberg), options.keep.iceberg_tables);
    ASSERT_GE(state.count(TableKind::link), options.keep.resource_links);
    ASSERT_GE(state.partitions(), options.keep.partitions);
    ASSERT_GE(state.lake.locations.size(), options.keep.locations);
    ASSERT_GE(state.lake.tags.size(), options.keep.tags);
    ASSERT_GE(state.lake.expressions.size(), options.keep.expressions);
    ASSERT_GE(state.lake.assignments.size(), options.keep.tagged_resources);
    ASSERT_GE(state.lake.filters.size(), options.keep.filters);
    ASSERT_GE(state.lake.grants.size(), 1u);
  }
}

TEST(WorkloadTest, HostileHistoriesMakeTheSameNamesAgain) {
  RecordingClient client;
  Workload workload(client, Options::hostile(2));
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(workload.step().has_value());
  std::map<std::string, int> created;
  for (const auto& [operation, input] : client.calls) {
    if (operation != "CreateTable") continue;
    ++created[fold(text_or(input, "DatabaseName")) + "." +
              fold(text_or(*object_at(input, "TableInput"), "Name"))];
  }
  int again = 0;
  for (const auto& [name, count] : created) again += count > 1 ? 1 : 0;
  EXPECT_GE(again, 3);
}

TEST(WorkloadTest, NamesAreUsedInSeveralSpellings) {
  RecordingClient client;
  Workload workload(client, Options::hostile(1));
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(workload.step().has_value());
  std::set<std::string> spellings;
  for (const auto& [operation, input] : client.calls) {
    if (const auto name = text_or(input, "DatabaseName");
        fold(name) == workload.state().databases.begin()->first)
      spellings.emplace(name);
  }
  EXPECT_GE(spellings.size(), 3u);
}

TEST(WorkloadTest, SomeBatchesAreTooLargeForATrailRecord) {
  constexpr std::size_t trail_limit = 102'400;
  auto options = Options::lively(1);
  options.wide = 0.5;
  RecordingClient client;
  Workload workload(client, options);
  std::size_t wide = 0;
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(workload.step().has_value());
  for (const auto& [operation, input] : client.calls)
    wide += json::serialize(input).size() > trail_limit ? 1 : 0;
  EXPECT_GE(wide, 1u);
}

TEST(WorkloadTest, ACallThatMaySucceedLaterIsTriedAgain) {
  RecordingClient client;
  Workload workload(client, Options::hostile(1));
  client.errors = {3, Error{.kind = ErrorKind::retry, .code = "ThrottlingException"}};
  EXPECT_TRUE(workload.step().has_value());
  EXPECT_EQ(client.calls.size(), 4u);
}

TEST(WorkloadTest, WhatFailedButTookEffectIsLearned) {
  auto options = Options::hostile(1);
  options.failing = 0;
  RecordingClient client;
  Workload workload(client, options);
  client.errors = {Error{.kind = ErrorKind::retry}, Error{.kind = ErrorKind::exists}};
  const auto step = workload.step();  // an empty catalog: the first change creates a database
  ASSERT_FALSE(step.has_value());
  EXPECT_EQ(step.error().kind, ErrorKind::exists);
  EXPECT_EQ(workload.state().databases.size(), 1u);
}

TEST(WorkloadTest, ARefusalThatWasNotMeantIsReportedWithItsSubject) {
  auto options = Options::hostile(1);
  options.failing = 0;
  RecordingClient client;
  Workload workload(client, options);
  client.errors = {Error{.kind = ErrorKind::denied, .code = "AccessDeniedException"}};
  const auto step = workload.step();
  ASSERT_FALSE(step.has_value());
  EXPECT_TRUE(step.error().subject.starts_with("database/"));
  EXPECT_TRUE(workload.state().databases.empty());
}

TEST(WorkloadTest, ARefusalThatWasMeantIsNoError) {
  auto options = Options::hostile(1);
  options.failing = 1;
  RecordingClient client;
  Workload workload(client, options);
  client.errors = {Error{.kind = ErrorKind::missing, .code = "EntityNotFoundException"}};
  const auto step = workload.step();
  ASSERT_TRUE(step.has_value());
  EXPECT_TRUE(step->refused);
  EXPECT_EQ(step->code, "EntityNotFoundException");
}

}  // namespace
}  // namespace lakemirror::workload
