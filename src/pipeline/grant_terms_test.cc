#include "pipeline/grant_terms.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

TEST(GrantTerms, LeavesOutWhatBelongsToOthers) {
  const mapping::Mapping mapping;
  GrantTerms terms{.mapping = mapping, .source_account = "123456789012", .target_account = "123456789012"};
  for (const auto* ours : {"arn:aws:iam::123456789012:role/reader", "IAM_ALLOWED_PRINCIPALS",
                           "123456789012:IAMPrincipals", "123456789012", "arn:aws:identitystore:::group/g"}) {
    EXPECT_FALSE(terms.is_left_out(ours)) << ours;
  }
  for (const auto* foreign : {"arn:aws:iam::210987654321:role/reader", "210987654321:IAMPrincipals",
                              "210987654321", "arn:aws:organizations::123456789012:organization/o-1"}) {
    EXPECT_TRUE(terms.is_left_out(foreign)) << foreign;
  }
  terms.cross_account = true;
  EXPECT_FALSE(terms.is_left_out("210987654321"));
}

TEST(GrantTerms, MapsWhomAndWhere) {
  const mapping::Mapping mapping({.locations = *mapping::LocationMapping::create({{"data", "data-west"}}),
                                  .source_account = "123456789012",
                                  .target_account = "210987654321"});
  const GrantTerms terms{.mapping = mapping,
                         .source_account = "123456789012",
                         .target_account = "210987654321",
                         .park_unmapped = true};
  const auto location = [](const char* arn) {
    permissions::Words words;
    words.add("DATA_LOCATION_ACCESS");
    return permissions::Grant{.principal = "arn:aws:iam::123456789012:role/loader",
                              .resource = permissions::Resource::data_location(arn),
                              .words = words};
  };
  const auto mapped = terms.at_target(location("arn:aws:s3:::data/raw"));
  ASSERT_TRUE(mapped) << mapped.error().text();
  EXPECT_EQ(mapped->principal, "arn:aws:iam::210987654321:role/loader");
  EXPECT_EQ(mapped->resource.name(), "arn:aws:s3:::data-west/raw");
  const auto unmapped = terms.at_target(location("arn:aws:s3:::elsewhere"));
  ASSERT_FALSE(unmapped);
  EXPECT_EQ(unmapped.error().code, "UnmappedLocation");
}

}  // namespace
}  // namespace lakemirror::pipeline
