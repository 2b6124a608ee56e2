#include "mapping/location_mapping.h"

#include "mapping/inverse_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::mapping {
namespace {

using Outcome = LocationMapping::Outcome;

LocationMapping rules(std::vector<LocationMapping::Rule> list) {
  auto made = LocationMapping::create(list);
  if (!made) throw std::runtime_error(made.error().text());
  return std::move(*made);
}

TEST(LocationMapping, MapsTheBucketAndKeepsTheRestOfTheText) {
  const LocationMapping mapping = rules({{"data", "data-west"}});
  EXPECT_EQ(mapping.map("s3://data").text, "s3://data-west");
  EXPECT_EQ(mapping.map("s3://data/").text, "s3://data-west/");
  EXPECT_EQ(mapping.map("s3://data/data/t").text, "s3://data-west/data/t");
  EXPECT_EQ(mapping.map("s3://data//x//").text, "s3://data-west//x//");
  EXPECT_EQ(mapping.map("s3://data/d=2026-01-01/a b,c%20é?x#y").text,
            "s3://data-west/d=2026-01-01/a b,c%20é?x#y");
}

TEST(LocationMapping, KnowsEverySpellingOfAnS3Location) {
  const LocationMapping mapping = rules({{"data", "west"}});
  EXPECT_EQ(mapping.map("s3a://data/t").text, "s3a://west/t");
  EXPECT_EQ(mapping.map("s3n://data/t").text, "s3n://west/t");
  EXPECT_EQ(mapping.map("S3://data/t").text, "S3://west/t");
  EXPECT_EQ(mapping.map("arn:aws:s3:::data/t/*").text, "arn:aws:s3:::west/t/*");
  EXPECT_EQ(mapping.map("arn:aws-cn:s3:::data").text, "arn:aws-cn:s3:::west");
  EXPECT_EQ(mapping.map("arn:aws-us-gov:s3:::data").text, "arn:aws-us-gov:s3:::west");
}

TEST(LocationMapping, ABucketWhoseNameBeginsWithAnothersIsAnother) {
  const LocationMapping mapping = rules({{"data", "x"}});
  for (const char* other : {"s3://data-west/t", "s3://dat/t", "s3://data.old/t", "s3://DATA/t"}) {
    EXPECT_EQ(mapping.map(other).outcome, Outcome::unmapped) << other;
    EXPECT_EQ(mapping.map(other).text, other);
  }
}

TEST(LocationMapping, APrefixMatchesWholeSegmentsOnly) {
  const LocationMapping mapping = rules({{"data/raw", "west/in"}});
  EXPECT_EQ(mapping.map("s3://data/raw").text, "s3://west/in");
  EXPECT_EQ(mapping.map("s3://data/raw/").text, "s3://west/in/");
  EXPECT_EQ(mapping.map("s3://data/raw/t").text, "s3://west/in/t");
  for (const char* other :
       {"s3://data/raw-old/t", "s3://data/ra", "s3://data", "s3://data/x/raw/t", "s3://data//raw"}) {
    EXPECT_EQ(mapping.map(other).outcome, Outcome::unmapped) << other;
  }
}

TEST(LocationMapping, TheLongestPrefixWinsInWhateverOrderRulesStand) {
  const std::vector<LocationMapping::Rule> forth = {
      {"data", "a"}, {"data/raw", "b"}, {"data/raw/eu", "c/eu"}};
  for (const auto& list : {forth, std::vector<LocationMapping::Rule>(forth.rbegin(), forth.rend())}) {
    const LocationMapping mapping = rules(list);
    EXPECT_EQ(mapping.map("s3://data/x").text, "s3://a/x");
    EXPECT_EQ(mapping.map("s3://data/raw/x").text, "s3://b/x");
    EXPECT_EQ(mapping.map("s3://data/raw/eu/x").text, "s3://c/eu/x");
    EXPECT_EQ(mapping.map("s3://data/raw/eu2/x").text, "s3://b/eu2/x");
  }
}

TEST(LocationMapping, APrefixMayBecomeABareBucketAndTheOtherWayRound) {
  const LocationMapping mapping = rules({{"lake/sales", "sales"}, {"hr", "lake/hr"}});
  EXPECT_EQ(mapping.map("s3://lake/sales").text, "s3://sales");
  EXPECT_EQ(mapping.map("s3://lake/sales/").text, "s3://sales/");
  EXPECT_EQ(mapping.map("s3://lake/sales/t").text, "s3://sales/t");
  EXPECT_EQ(mapping.map("s3://hr").text, "s3://lake/hr");
  EXPECT_EQ(mapping.map("s3://hr/t/").text, "s3://lake/hr/t/");
}

TEST(LocationMapping, SchemesAndTrailingSlashesInRulesMeanNothing) {
  const LocationMapping mapping =
      rules({{"s3://data/raw/", " west/in/ "}, {"arn:aws:s3:::logs", "s3a://logs-west"}});
  EXPECT_EQ(mapping.map("s3://data/raw/t").text, "s3://west/in/t");
  EXPECT_EQ(mapping.map("s3://logs/t").text, "s3://logs-west/t");
}

TEST(LocationMapping, SwappedBucketsAreEachMappedOnce) {
  const LocationMapping mapping = rules({{"east", "west"}, {"west", "east"}});
  EXPECT_EQ(mapping.map("s3://east/west").text, "s3://west/west");
  EXPECT_EQ(mapping.map("s3://west/east").text, "s3://east/east");
}

TEST(LocationMapping, ABucketMappedToItselfIsCovered) {
  EXPECT_EQ(rules({{"shared", "shared"}}).map("s3://shared/t").outcome, Outcome::mapped);
}

TEST(LocationMapping, WhatIsNoS3LocationIsLeftAlone) {
  const LocationMapping mapping = rules({{"data", "west"}, {"a", "b"}});
  for (const char* text :
       {"", "data", "data/t", "hdfs://data/t", "file:///data", "s3:", "s3://", "s3:///data", "s3:/data",
        "see s3://data/t", "s3://data is our bucket", "jdbc:mysql://data", "s3x://data/t",
        "arn:aws:glue:us-east-1:123456789012:table/a/b", "arn:aws:s3:::"}) {
    EXPECT_EQ(mapping.map(text).outcome, Outcome::not_a_location) << text;
    EXPECT_EQ(mapping.map(text).text, text);
    EXPECT_FALSE(LocationMapping::is_location(text)) << text;
  }
}

TEST(LocationMapping, LocationsNoBucketRuleCanCoverAreUnmapped) {
  for (const char* text : {"s3://${bucket}/t/${d}", "arn:aws:s3:us-east-1:123456789012:accesspoint/ap"}) {
    EXPECT_EQ(rules({{"data", "west"}}).map(text).outcome, Outcome::unmapped) << text;
    EXPECT_TRUE(LocationMapping::is_location(text)) << text;
  }
}

TEST(LocationMapping, ARuleWithoutABucketIsRefusedAndNamed) {
  for (const LocationMapping::Rule& rule :
       {LocationMapping::Rule{"", "b"}, {"a", ""}, {"/x", "b"}, {"a*", "b"}, {"a b", "b"}, {"a", "s3://"}}) {
    const auto made = LocationMapping::create({rule});
    ASSERT_FALSE(made) << rule.first << " -> " << rule.second;
    EXPECT_EQ(made.error().subject, rule.first);
    EXPECT_EQ(made.error().kind, ErrorKind::invalid);
  }
}

TEST(LocationMapping, ABucketNameLongerThanAnyIsRefusedSinceNoLocationWouldHaveIt) {
  const std::string longest(255, 'b');
  ASSERT_TRUE(LocationMapping::create({{longest, "west"}}));
  EXPECT_EQ(rules({{longest, "west"}}).map("s3://" + longest + "/t").text, "s3://west/t");
  EXPECT_FALSE(LocationMapping::create({{longest + "b", "west"}}));
  EXPECT_FALSE(LocationMapping::create({{"west", longest + "b"}}));
}

TEST(LocationMapping, TwoTargetsForOneSourceAreRefused) {
  const auto made = LocationMapping::create({{"a/x", "b"}, {"s3://a/x/", "c"}});
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, testing::HasSubstr("mapped twice"));
  EXPECT_TRUE(LocationMapping::create({{"a", "b"}, {"s3://a/", "b"}}));
}

using Rule = LocationMapping::Rule;

TEST(InverseRules, BringEveryLocationBack) {
  const std::vector<Rule> there = {{"s3://east/", "west"}, {"a", "b"}, {"b", "a"}, {"raw/hr", "hr-west/raw"}};
  const auto back = inverse_of(there);
  EXPECT_THAT(back.left_out, testing::IsEmpty());
  EXPECT_THAT(back.remarks, testing::IsEmpty());
  for (const char* location : {"s3://east/x/", "s3://a/1", "s3://b/2", "s3a://raw/hr/t"})
    EXPECT_EQ(rules(back.rules).map(rules(there).map(location).text).text, location);
}

TEST(InverseRules, LeaveOutWhatStandsForSeveralPlaces) {
  const auto back = inverse_of({{"one", "west"}, {"two", "west"}, {"east", "other"}});
  EXPECT_THAT(back.rules, testing::ElementsAre(Rule{"other", "east"}));
  EXPECT_THAT(back.left_out, testing::ElementsAre("'west' stands for 'one' and 'two'"));
}

TEST(InverseRules, SayWhatDoesNotComeBackToWhereItWas) {
  const auto sources = inverse_of({{"lake", "lake-west"}, {"lake/raw/hr", "hr-west"}});
  EXPECT_THAT(sources.remarks, testing::ElementsAre(testing::HasSubstr(
                                   "'lake-west/raw/hr' goes to 'lake/raw/hr', which stands for 'hr-west'")));
  const auto targets = inverse_of({{"a", "all"}, {"b", "all/b"}});
  EXPECT_THAT(targets.remarks, testing::ElementsAre(testing::HasSubstr("'a/b' held goes to 'b'")));
  EXPECT_THAT(inverse_of({{"lake", "west"}, {"lake/raw", "west/raw"}}).remarks, testing::IsEmpty());
}

}  // namespace
}  // namespace lakemirror::mapping
