#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "translate/touch.h"

namespace lakemirror::records {

/// Tests run in the project's root.
inline const std::string samples_folder = "tests/records/samples";
inline const std::string expected_folder = "tests/records/expected";

/// The account and Region that are followed wherever samples are read.
inline const std::string followed_account = "123456789012";
inline const translate::TouchContext followed{.source_account = followed_account,
                                              .source_region = "us-east-1"};

/// One sample that a feed can bring, with what is expected of it.
struct Sample {
  std::string name = {};       ///< "real/glue_CreateTable.json", in both folders
  json::object expected = {};  ///< README.md tells its members
  json::object element = {};   ///< of a LookupEvents answer
};

std::string read_file(const std::string& path);
json::value read_json_file(const std::string& path);

/// Every JSON file below a folder, by its path in there, sorted.
std::vector<std::string> files_below(const std::string& folder);

/// Every sample but those that are answers of AWS to something else than LookupEvents.
const std::vector<Sample>& samples();
const Sample& sample(const std::string& name);

/// A record as LookupEvents delivers it: a text in an envelope.
json::object envelope_of(const json::object& record);

/// As the feed reads it, at a time after all samples.
model::Event event_of(const json::object& element);

}  // namespace lakemirror::records
