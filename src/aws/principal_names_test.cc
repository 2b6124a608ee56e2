#include "aws/principal_names.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

TEST(PrincipalNames, ASessionIsItsRoleWhateverPathThatHas) {
  const auto names = PrincipalNames::of_caller("arn:aws:sts::123456789012:assumed-role/mirror/run-1");
  EXPECT_TRUE(names.contains("arn:aws:sts::123456789012:assumed-role/mirror/run-1"));
  EXPECT_TRUE(names.contains("arn:aws:iam::123456789012:role/mirror"));
  EXPECT_TRUE(names.contains("arn:aws:iam::123456789012:role/team/data/mirror"));
}

TEST(PrincipalNames, NobodyElseIsMeant) {
  const auto names = PrincipalNames::of_caller("arn:aws:sts::123456789012:assumed-role/mirror/run-1");
  EXPECT_FALSE(names.contains("arn:aws:iam::999999999999:role/team/mirror"));
  EXPECT_FALSE(names.contains("arn:aws:iam::123456789012:role/mirror/other"));
  EXPECT_FALSE(names.contains("arn:aws:iam::123456789012:user/mirror"));
  EXPECT_FALSE(names.contains("arn:aws-cn:iam::123456789012:role/mirror"));
  EXPECT_FALSE(names.contains("mirror"));
  EXPECT_FALSE(names.contains(""));
}

TEST(PrincipalNames, ARoleNamedWithItsPathIsTheSameRole) {
  const PrincipalNames names{"arn:aws:iam::123456789012:role/team/mirror"};
  EXPECT_TRUE(names.contains("arn:aws:iam::123456789012:role/team/mirror"));
  EXPECT_TRUE(names.contains("arn:aws:iam::123456789012:role/mirror"));
}

TEST(PrincipalNames, AUserIsKnownByAllOfItsName) {
  const auto names = PrincipalNames::of_caller("arn:aws:iam::123456789012:user/team/ann");
  EXPECT_TRUE(names.contains("arn:aws:iam::123456789012:user/team/ann"));
  EXPECT_FALSE(names.contains("arn:aws:iam::123456789012:user/ann"));
}

}  // namespace
}  // namespace lakemirror::aws
