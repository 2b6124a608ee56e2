#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "feed/lookup_record.h"
#include "records/description.h"
#include "records/sample.h"

// Every sample, and what its record is taken for.

namespace lakemirror::records {
namespace {

TEST(RecordSamples, EachHasAnExpectationAndEachExpectationASample) {
  EXPECT_EQ(files_below(samples_folder), files_below(expected_folder));
}

TEST(RecordSamples, EachStandsInTheIndexWithItsSource) {
  std::vector<std::string> indexed;
  const auto index = read_json_file(samples_folder + "/INDEX.json");
  for (const auto& entry : index.as_array()) {
    const auto& object = entry.as_object();
    indexed.emplace_back(text_or(object, "file"));
    EXPECT_NE(text_or(object, "kind"), "") << indexed.back();
    EXPECT_NE(text_or(object, "source"), "") << indexed.back();
  }
  EXPECT_THAT(indexed, testing::UnorderedElementsAreArray(files_below(samples_folder)));
}

TEST(RecordSamples, EachTouchesWhatIsExpected) {
  for (const auto& sample : samples()) {
    const auto record = feed::read_lookup_record(sample.element, {}, {});
    json::object found{{"event", record.event.event_name}, {"feed", record.keep ? "keeps" : "drops"}};
    for (auto& [name, value] : describe(translate::touch(record.event, followed))) found[name] = value;
    json::object wanted;
    for (const auto* name : {"event", "feed", "keys", "unnamed", "grants", "ignored", "malformed"}) {
      if (const auto* value = sample.expected.if_contains(name)) wanted[name] = *value;
    }
    EXPECT_EQ(canonical_json(found), canonical_json(wanted)) << sample.name;
  }
}

TEST(RecordSamples, ThereIsOneForEveryEventThatIsReplicated) {
  std::set<std::string, std::less<>> names;
  for (const auto& sample : samples()) {
    if (!sample.expected.contains("ignored")) names.emplace(text_or(sample.expected, "event"));
  }
  for (const auto name : translate::event_names()) EXPECT_TRUE(names.contains(name)) << name;
}

// AWS has written 1.02 to 1.11 so far; nothing that is read here has changed with them.
TEST(RecordSamples, AnyVersionOfTheRecordIsReadTheSame) {
  const auto& element = sample("real/glue_CreateTable.json").element;
  const auto wanted = describe(translate::touch(event_of(element), followed));
  for (const std::string version :
       {"1.02", "1.03", "1.04", "1.05", "1.06", "1.07", "1.08", "1.09", "1.10", "1.11", "1.99"}) {
    auto record = parse_json(text_or(element, "CloudTrailEvent"))->as_object();
    record["eventVersion"] = version;
    EXPECT_EQ(describe(translate::touch(event_of(envelope_of(record)), followed)), wanted) << version;
  }
}

// The local AWS is what all else is tried on: its record of that very request is the one that AWS made.
TEST(RecordSamples, TheLocalAwsRecordsARequestAsAwsDid) {
  const auto request_in = [](const std::string& name) {
    return parse_json(text_or(sample(name).element, "CloudTrailEvent"))->as_object().at("requestParameters");
  };
  EXPECT_EQ(canonical_json(request_in("real/glue_CreateTable.request.json")),
            canonical_json(request_in("real/glue_CreateTable.json")));
}

}  // namespace
}  // namespace lakemirror::records
