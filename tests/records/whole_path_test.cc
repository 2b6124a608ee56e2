#include <gtest/gtest.h>

#include "records/sample.h"
#include "scenarios/run.h"

// Every sample through journal and replicator, between two Regions that stand as world.json has them.

namespace lakemirror::records {
namespace {

const json::object& world() {
  static const auto file = read_json_file("tests/records/world.json").as_object();
  return file;
}

json::object replicate() { return {{"replicate", json::object()}}; }

/// Of a sample that the feed drops nothing is in the journal; of any other one entry, with its outcome.
json::object expectation_of(const Sample& sample) {
  if (text_or(sample.expected, "feed") == "drops") return {{"pending", 0}, {"parked", 0}, {"processed", 0}};
  const auto outcome = text_or(sample.expected, "outcome");
  json::object wanted{{"pending", 1}};
  if (outcome != "pending") wanted = {{"outcomes", {{outcome, 1}}}, {"pending", 0}};
  if (const auto ignored = text_or(sample.expected, "ignored"); !ignored.empty()) wanted["reason"] = ignored;
  if (const auto* more = object_at(sample.expected, "after")) {
    for (const auto& [name, value] : *more) wanted[name] = value;
  }
  return wanted;
}

json::object scenario_of(const Sample& sample) {
  json::array steps = world().at("steps").as_array();
  if (const auto* before = array_at(sample.expected, "before")) {
    for (const auto& step : *before) steps.push_back(step);
  }
  json::object delivery{{"deliver", sample.element}};
  if (text_or(sample.expected, "feed") == "drops") delivery["dropped"] = true;
  steps.push_back(std::move(delivery));
  for (int i = 0; i < 3; ++i) {
    steps.push_back(replicate());
    steps.push_back(json::object{{"advance_seconds", 90}});
  }
  steps.push_back(json::object{{"expect", expectation_of(sample)}});
  json::object scenario = world();
  scenario["about"] = sample.name;
  scenario["steps"] = std::move(steps);
  return scenario;
}

TEST(RecordSamples, EachComesToTheOutcomeThatIsExpected) {
  for (const auto& sample : samples()) {
    const auto outcome = scenarios::run_text(json::serialize(scenario_of(sample)));
    EXPECT_EQ(outcome.verdict, scenarios::Verdict::holds) << sample.name << ": " << outcome.why;
  }
}

}  // namespace
}  // namespace lakemirror::records
