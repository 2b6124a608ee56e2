#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "translate/touch.h"

// Records of Lake Formation for tests.

namespace lakemirror::translate {

inline const std::string own_account = "111122223333";
inline const TouchContext lake_context{.source_account = own_account, .source_region = "us-east-1"};

/// The text of a record in tests/records/samples.
inline std::string recorded(const std::string& name) {
  std::ifstream file("tests/records/samples/" + name);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

/// As CloudTrail would deliver it; the parts are JSON.
struct LakeRecord {
  std::string name;
  std::string request = "null";
  std::string response = "null";
  std::string resources = "null";
  std::string more = {};  ///< members, each with a comma behind it

  model::Event event() const {
    return {.event_id = "e1",
            .event_name = name,
            .event_source = "lakeformation.amazonaws.com",
            .record = "{" + more + R"("eventVersion":"1.08","eventSource":"lakeformation.amazonaws.com",)" +
                      R"("eventName":")" + name + R"(","awsRegion":"us-east-1","requestParameters":)" +
                      request + R"(,"responseElements":)" + response + R"(,"resources":)" + resources +
                      R"(,"readOnly":false,"recipientAccountId":")" + own_account + "\"}"};
  }
  Touch touched() const { return touch(event(), lake_context); }
};

inline const std::string omitted_request =
    R"({"reason":"requestParameters too large","omitted":"true","originalSize":"149893"})";

/// The `resources` of a record, as Glue's show them; that Lake Formation's have any is not known.
inline std::string resources_of(const std::vector<std::string>& paths) {
  std::string list;
  for (const auto& path : paths) {
    list += (list.empty() ? "" : ",");
    list += R"({"ARN":"arn:aws:glue:us-east-1:)" + own_account + ":" + path + "\"}";
  }
  return "[" + list + "]";
}

/// Whether all keys of a kind within another are touched, whatever the reason.
inline bool all_touched(const Touch& touched, model::KeyKind kind, const model::Key& within) {
  return std::any_of(touched.unnamed.begin(), touched.unnamed.end(), [&](const UnnamedKeys& keys) {
    return keys.kind == kind && keys.within == within && !keys.why.empty();
  });
}

}  // namespace lakemirror::translate
