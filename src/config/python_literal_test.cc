#include "config/python_literal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::config {
namespace {

std::string read(std::string_view text) {
  const auto value = parse_python_literal(text);
  return value ? json::serialize(*value) : "error: " + value.error().message;
}

TEST(PythonLiteral, PythonAndJsonSpellingsMeanTheSame) {
  EXPECT_EQ(read("{'a': ['b', True, None, 1], 'c': 0.5,}"), R"({"a":["b",true,null,1],"c":5E-1})");
  EXPECT_EQ(read(R"({"a": ["b", true, null, 1], "c": 0.5})"), R"({"a":["b",true,null,1],"c":5E-1})");
}

TEST(PythonLiteral, StringsComeInEveryQuoteAndMayStandSideBySide) {
  EXPECT_EQ(read(R"(['a', "b", '''c'd''', """e"f""", r'\n', u'g', 'h' "i"])"),
            R"(["a","b","c'd","e\"f","\\n","g","hi"])");
}

TEST(PythonLiteral, EscapesMeanWhatPythonAndJsonSay) {
  EXPECT_EQ(read(R"('\x41\101\u00e9\U0001f600\ud83d\ude00\/\q')"), "\"AAé😀😀/\\\\q\"");
  EXPECT_EQ(read("'a\\\nb'"), "\"ab\"");
}

TEST(PythonLiteral, OfAKeyGivenTwiceTheLastValueStands) { EXPECT_EQ(read("{'a': 1, 'a': 2}"), R"({"a":2})"); }

TEST(PythonLiteral, TuplesAreLists) { EXPECT_EQ(read("[(), (1), (1,), (1, 2)]"), "[[],1,[1],[1,2]]"); }

TEST(PythonLiteral, NumbersKeepTheirWholeRange) {
  EXPECT_EQ(read("[-9223372036854775808, 18446744073709551615, 0x_ff, 1_000]"),
            "[-9223372036854775808,18446744073709551615,255,1000]");
  EXPECT_EQ(read("18446744073709551616"),
            "error: 18446744073709551616 does not fit in 64 bits (at character 1)");
}

TEST(PythonLiteral, AnErrorSaysAtWhichCharacter) {
  EXPECT_EQ(read("{'a' 'b'}"), "error: expected ':' after a key, found '}' (at character 9)");
  EXPECT_EQ(read("['a' , b]"), "error: found 'b]'; strings need quotes (at character 8)");
  EXPECT_EQ(read("['a"), "error: a string that is not closed (at character 2)");
  EXPECT_EQ(read("[1] # one"), "error: found '# one' after the value (at character 5)");
  EXPECT_EQ(read(""), "error: a value is missing (at character 1)");
}

TEST(PythonLiteral, WhatJsonCannotHoldIsRefused) {
  for (const char* text : {"{'a'}", "{1: 2}", "b'a'", "1j", "'\\ud800'", "...", "set()"}) {
    EXPECT_THAT(read(text), testing::StartsWith("error: ")) << text;
  }
}

TEST(PythonLiteral, DepthIsBounded) {
  EXPECT_THAT(read(std::string(100'000, '[')), testing::HasSubstr("nested more than 32 levels deep"));
}

}  // namespace
}  // namespace lakemirror::config
