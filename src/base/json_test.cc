#include "base/json.h"

#include <gtest/gtest.h>

namespace lakemirror {
namespace {

std::string canonical(std::string_view text) { return canonical_json(*parse_json(text)); }

TEST(CanonicalJson, IsEqualExactlyForEqualValues) {
  EXPECT_EQ(canonical(R"({"b":1,"a":[1.0,{"y":2,"x":"é"}]})"),
            canonical(R"({ "a": [1, {"x":"\u00e9","y":2.0}], "b": 1e0 })"));
  EXPECT_NE(canonical(R"({"a":[1,2]})"), canonical(R"({"a":[2,1]})"));
  EXPECT_NE(canonical(R"({"a":"1"})"), canonical(R"({"a":1})"));
  EXPECT_NE(canonical(R"({"a":{}})"), canonical(R"({"a":[]})"));
  EXPECT_NE(canonical(R"({"a":null})"), canonical("{}"));
}

TEST(CanonicalJson, EscapesWhatASerializerEscapes) {
  for (int c = 0; c < 256; ++c) {
    const json::value text(std::string{'a', static_cast<char>(c), 'b'});
    EXPECT_EQ(canonical_json(text), json::serialize(text)) << c;
    EXPECT_EQ(canonical_json(json::object{{text.as_string(), 1}}), "{" + json::serialize(text) + ":1}") << c;
  }
}

TEST(ParseJson, RefusesDamageWithoutACrash) {
  for (const auto* text : {"", "{", "{\"a\":}", "[1,]", "nul", "1 2"})
    EXPECT_FALSE(parse_json(text).has_value()) << text;
  EXPECT_FALSE(parse_json(std::string(100'000, '[')).has_value());
}

}  // namespace
}  // namespace lakemirror
