#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "aws/error.h"
#include "aws/json_protocol.h"
#include "base/json.h"

// What AWS has been seen to refuse with (tests/records/samples/api_responses), and the kind of each.

namespace lakemirror::aws {
namespace {

json::value read(const std::string& folder, const std::string& name) {
  std::ifstream file("tests/records/" + folder + "/api_responses/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str()).value();
}

/// The message, or of one that was told by others the part that they go by.
std::string message_of(const json::object& seen) {
  const auto whole = text_or(seen, "message");
  return std::string(whole.empty() ? text_or(seen, "message_contains") : whole);
}

class ObservedErrors : public ::testing::TestWithParam<const char*> {};

TEST_P(ObservedErrors, AreOfTheKindThatSaysWhatToDo) {
  const auto seen = read("samples", GetParam());
  const auto expected = read("expected", GetParam());
  const auto& kinds = expected.at("kinds").as_array();
  ASSERT_EQ(seen.as_array().size(), kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const auto& error = seen.as_array()[i].as_object();
    const json::object body{{"__type", error.at("code")}, {"Message", message_of(error)}};
    const auto read = decode_json_error("the call", {.status = 400, .body = json::serialize(body)});
    EXPECT_EQ(to_string(read.kind), kinds[i].as_string()) << json::serialize(error);
    EXPECT_EQ(is_throttling(read), message_of(error).starts_with("Rate exceeded")) << json::serialize(error);
    EXPECT_EQ(read.message, message_of(error));
  }
}

INSTANTIATE_TEST_SUITE_P(Of, ObservedErrors,
                         ::testing::Values("glue_error_messages.json", "lakeformation_error_messages.json"));

}  // namespace
}  // namespace lakemirror::aws
