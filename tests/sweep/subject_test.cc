#include "sweep/subject.h"

#include <gtest/gtest.h>

namespace lakemirror::sweep {
namespace {

std::string subject(std::string_view operation, std::string_view input) {
  return changed_by(operation, parse_json(input)->as_object()).subject;
}

TEST(WhatACallChanges, IsTheNarrowestThatHoldsItAll) {
  EXPECT_EQ(subject("CreateDatabase", R"({"DatabaseInput":{"Name":"a b"}})"), "database/a%20b");
  EXPECT_EQ(subject("DeleteDatabase", R"({"Name":"d"})"), "database/d");
  EXPECT_EQ(subject("UpdateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t"}})"),
            "database/d/table/t");
  EXPECT_EQ(subject("DeleteTable", R"({"DatabaseName":"d","Name":"t"})"), "database/d/table/t");
  EXPECT_EQ(subject("BatchDeleteTable", R"({"DatabaseName":"d","TablesToDelete":["t"]})"), "database/d");
  EXPECT_EQ(subject("DeletePartition", R"({"DatabaseName":"d","TableName":"t"})"), "database/d/table/t");
  EXPECT_EQ(
      subject("CreateDataCellsFilter", R"({"TableData":{"DatabaseName":"d","TableName":"t","Name":"f"}})"),
      "database/d/table/t");
  EXPECT_EQ(subject("DeleteLFTag", R"({"TagKey":"k"})"), "tag/k");
  EXPECT_EQ(subject("DeleteLFTagExpression", R"({"Name":"e"})"), "expression/e");
  EXPECT_EQ(subject("PutDataLakeSettings", R"({"DataLakeSettings":{}})"), "settings");
}

TEST(WhatACallChanges, OfAGrantIsItsPrincipalsOnly) {
  const auto input = parse_json(R"({"Principal":{"DataLakePrincipalIdentifier":"p"},
    "Resource":{"Table":{"DatabaseName":"d","TableWildcard":{}}}})");
  const auto step = changed_by("GrantPermissions", input->as_object());
  EXPECT_EQ(step.subject, "database/d");
  EXPECT_EQ(step.principal, "p");
}

TEST(WhatACallChanges, IsEverythingWhereItCannotBeTold) {
  EXPECT_EQ(subject("BatchGrantPermissions", R"({"Entries":[]})"), "everything");
  EXPECT_EQ(subject("SomethingNew", R"({"Name":"d"})"), "everything");
}

}  // namespace
}  // namespace lakemirror::sweep
