#include "simulate/kinship.h"

#include <gtest/gtest.h>

namespace lakemirror::simulate {
namespace {

workload::Step step(std::string name, std::string subject, std::string principal = {}) {
  return {.event_name = std::move(name), .subject = std::move(subject), .principal = std::move(principal)};
}

const auto kOrdersStep = step("UpdateTable", "database/sales/table/orders");

TEST(KinshipTest, ATableIsKinToItselfItsDatabaseAndItsPartitions) {
  EXPECT_TRUE(are_kin(kOrdersStep, kOrdersStep));
  EXPECT_TRUE(are_kin(kOrdersStep, step("DeleteDatabase", "database/sales")));
  EXPECT_TRUE(are_kin(kOrdersStep, step("CreatePartition", "database/sales/table/orders")));
  EXPECT_FALSE(are_kin(kOrdersStep, step("UpdateTable", "database/sales/table/orders_2")));
  EXPECT_FALSE(are_kin(kOrdersStep, step("CreateDatabase", "database/sal")));
}

TEST(KinshipTest, AGrantIsKinToItsTableAndToWhatThePrincipalHasThere) {
  const auto grant = step("GrantPermissions", "database/sales/table/orders", "role/a");
  EXPECT_TRUE(are_kin(grant, kOrdersStep));
  EXPECT_TRUE(are_kin(grant, step("RevokePermissions", "database/sales/table/orders", "role/a")));
  EXPECT_FALSE(are_kin(grant, step("RevokePermissions", "database/sales/table/orders", "role/b")));
  EXPECT_FALSE(are_kin(grant, step("AddLFTagsToResource", "database/sales/table/orders")));
}

TEST(KinshipTest, ABatchOverSeveralObjectsIsKinToGrantsOnly) {
  const auto batch = step("BatchGrantPermissions", "everything");
  EXPECT_TRUE(are_kin(batch, step("RevokePermissions", "tag/team", "role/a")));
  EXPECT_FALSE(are_kin(batch, kOrdersStep));
  EXPECT_FALSE(are_kin(batch, step("PutDataLakeSettings", "settings")));
}

TEST(KinshipTest, WhatHoldsAnObjectEndsIt) {
  EXPECT_TRUE(ends(step("DeleteDatabase", "database/sales"), kOrdersStep));
  EXPECT_TRUE(ends(step("CreateTable", "database/sales/table/orders"), kOrdersStep));
  EXPECT_TRUE(ends(step("DeleteTable", "database/sales/table/orders"),
                   step("GrantPermissions", "database/sales/table/orders", "role/a")));
  EXPECT_FALSE(ends(kOrdersStep, kOrdersStep));
  EXPECT_FALSE(
      ends(step("DeleteTable", "database/sales/table/orders"), step("UpdateDatabase", "database/sales")));
}

TEST(KinshipTest, WhatIsBesideAnObjectDoesNotEndIt) {
  EXPECT_FALSE(ends(step("DeletePartition", "database/sales/table/orders"), kOrdersStep));
  EXPECT_FALSE(ends(step("DeleteDataCellsFilter", "database/sales/table/orders"), kOrdersStep));
  EXPECT_FALSE(ends(step("RevokePermissions", "database/sales/table/orders", "role/a"), kOrdersStep));
  // Which of the database's tables went is not said.
  EXPECT_FALSE(ends(step("BatchDeleteTable", "database/sales"), kOrdersStep));
}

TEST(KinshipTest, AGrantGoesWithItsRevokeAndSettingsWithEveryPut) {
  const auto grant = step("GrantPermissions", "tag/team", "role/a");
  EXPECT_TRUE(ends(step("RevokePermissions", "tag/team", "role/a"), grant));
  EXPECT_FALSE(ends(step("BatchGrantPermissions", "tag/team"), grant));
  EXPECT_TRUE(ends(step("DeleteLFTag", "tag/team"), grant));
  EXPECT_TRUE(ends(step("RemoveLFTagsFromResource", "database/sales"),
                   step("AddLFTagsToResource", "database/sales")));
  const auto put = step("PutDataLakeSettings", "settings");
  EXPECT_TRUE(ends(put, put));
}

}  // namespace
}  // namespace lakemirror::simulate
