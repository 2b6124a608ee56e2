#include "config/ini_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::config {
namespace {

using testing::HasSubstr;

std::string value(std::string_view text, std::string_view section, std::string_view key) {
  const auto file = IniFile::parse(text, "a.conf");
  if (!file) return "error: " + file.error().text();
  const IniEntry* entry = file->find(section, key);
  if (entry == nullptr) return "absent";
  const auto found = file->value(*file->section(section), *entry);
  return found ? *found : "error: " + found.error().text();
}

std::string parse_error_of(std::string_view text) {
  const auto file = IniFile::parse(text, "a.conf");
  return file ? "none" : file.error().text();
}

TEST(IniFile, KeysAreLowerCasedAndSectionsAreNot) {
  EXPECT_EQ(value("[One]\nS3BucketMapping = x", "One", "s3bucketmapping"), "x");
  EXPECT_EQ(value("[One]\nkey = x", "one", "key"), "absent");
}

TEST(IniFile, EqualsAndColonBothDelimitAndTheFirstCounts) {
  EXPECT_EQ(value("[s]\na=b:c", "s", "a"), "b:c");
  EXPECT_EQ(value("[s]\na : b=c", "s", "a"), "b=c");
}

TEST(IniFile, ACommentNeedsALineOfItsOwn) {
  EXPECT_EQ(value("[s]\n# one\n  ; two\na = b ; c # d", "s", "a"), "b ; c # d");
}

TEST(IniFile, IndentedLinesContinueAValueAndEmptyLinesBelongToIt) {
  EXPECT_EQ(value("[s]\na = {\n  'x': 'y',\n\n# comment\n  }\nb = 1", "s", "a"), "{\n'x': 'y',\n\n}");
  EXPECT_EQ(value("[s]\na = 1\n\n\nb = 2", "s", "a"), "1");
}

TEST(IniFile, LineEndsAndAByteOrderMarkDoNotMatter) {
  EXPECT_EQ(value("\xEF\xBB\xBF[s]\r\na = 1\r\nb = 2\r\n", "s", "b"), "2");
}

TEST(IniFile, NoBreakSpacesAreBlank) { EXPECT_EQ(value("[s]\na\xC2\xA0=\xC2\xA0x\xC2\xA0", "s", "a"), "x"); }

TEST(IniFile, VeryLongValuesAreKeptWhole) {
  const std::string longest(3'000'000, 'x');
  EXPECT_EQ(value("[s]\na = " + longest + "\n", "s", "a"), longest);
}

TEST(IniFile, DefaultGivesEverySectionItsKeys) {
  EXPECT_EQ(value("[s]\n[DEFAULT]\na = 1", "s", "a"), "1");
  EXPECT_EQ(value("[DEFAULT]\na = 1\n[s]\na = 2", "s", "a"), "2");
  EXPECT_EQ(value("[DEFAULT]\na = 1", "s", "a"), "absent");
}

TEST(IniFile, ReferencesAreReplacedWhereverTheyLead) {
  EXPECT_EQ(value("[DEFAULT]\nb = 2\n[s]\na = %(B)s-%(c)s-100%%\nc = <%(b)s>", "s", "a"), "2-<2>-100%");
}

TEST(IniFile, AReferenceThatLeadsNowhereOrRoundIsAnErrorOfItsLine) {
  EXPECT_EQ(value("[s]\n\na = %(b)s", "s", "a"),
            "error: read configuration a.conf:3: section [s], key a: refers to 'b', which is in neither the "
            "section nor [DEFAULT]");
  EXPECT_THAT(value("[s]\na = %(a)s", "s", "a"), HasSubstr("deeper than 10 levels"));
  EXPECT_THAT(value("[s]\na = 5%", "s", "a"), HasSubstr("write %% for a percent sign"));
  EXPECT_THAT(value("[s]\na = %(b)", "s", "a"), HasSubstr("a reference is written %(key)s"));
}

TEST(IniFile, ReferencesThatMultiplyAreStopped) {
  std::string text = "[s]\nk0 = " + std::string(1000, 'x') + "\n";
  for (int i = 1; i < 9; ++i) {
    text += "k" + std::to_string(i) + " =";
    for (int j = 0; j < 10; ++j) text += " %(k" + std::to_string(i - 1) + ")s";
    text += "\n";
  }
  EXPECT_THAT(value(text, "s", "k8"), HasSubstr("grows beyond 16 MiB"));
}

TEST(IniFile, EveryErrorNamesFileAndLine) {
  EXPECT_EQ(parse_error_of("a = 1"),
            "read configuration a.conf:1: 'a = 1' stands before the first [section]");
  EXPECT_EQ(parse_error_of("[s]\na = 1\nA: 2"),
            "read configuration a.conf:3: section [s], key a: stands twice; the first is in line 2");
  EXPECT_EQ(parse_error_of("[s]\n[t]\n\n[s]"),
            "read configuration a.conf:4: section [s] stands twice; it began in line 1");
  EXPECT_EQ(
      parse_error_of("[s]\n\nnonsense"),
      "read configuration a.conf:3: section [s], key 'nonsense': has no value: a key is followed by = or :");
  EXPECT_EQ(parse_error_of("[s]\n= 1"),
            "read configuration a.conf:2: section [s]: a value without a key before it");
  EXPECT_EQ(parse_error_of("[s]\na = \xFF"), "read configuration a.conf:2: the line is not UTF-8");
}

TEST(IniFile, EveryKeyKnowsItsLine) {
  const auto file = IniFile::parse("# c\n[s]\na = 1\n  2\n\nb = 3\n", "a.conf");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->section("s")->line, 2);
  EXPECT_EQ(file->find("s", "a")->line, 3);
  EXPECT_EQ(file->find("s", "b")->line, 6);
}

}  // namespace
}  // namespace lakemirror::config
