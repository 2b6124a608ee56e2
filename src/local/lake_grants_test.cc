#include <gtest/gtest.h>

#include <set>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

constexpr const char* kAnalyst = "arn:aws:iam::123456789012:role/Analyst";

/// A Region with a table, its one data lake admin the caller.
class LakeGrants : public ::testing::Test {
 protected:
  LakeGrants() {
    test.lake("PutDataLakeSettings",
              R"({"DataLakeSettings":{"DataLakeAdmins":
                  [{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:user/local"}]}})");
    test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
    test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t",
        "StorageDescriptor":{"Columns":[{"Name":"a"},{"Name":"b"},{"Name":"c"}]}}})");
    test.lake("CreateLFTag", R"({"TagKey":"k","TagValues":["x","y","z"]})");
  }

  std::string change(const std::string& operation, const std::string& resource,
                     const std::string& permissions, const std::string& options = "[]") {
    return error_of(test.lake(operation, R"({"Principal":{"DataLakePrincipalIdentifier":")" +
                                             std::string(kAnalyst) + R"("},"Resource":)" + resource +
                                             R"(,"Permissions":)" + permissions +
                                             R"(,"PermissionsWithGrantOption":)" + options + "}"));
  }
  std::string grant(const std::string& resource, const std::string& permissions,
                    const std::string& options = "[]") {
    return change("GrantPermissions", resource, permissions, options);
  }
  std::string revoke(const std::string& resource, const std::string& permissions,
                     const std::string& options = "[]") {
    return change("RevokePermissions", resource, permissions, options);
  }

  /// The analyst's rows, one a line: resource, permissions, those with the grant option.
  std::string rows() {
    std::string out;
    const Reply reply = test.lake("ListPermissions", "{}");
    for (const auto& row : reply.output.at("PrincipalResourcePermissions").as_array()) {
      if (row.at("Principal").at("DataLakePrincipalIdentifier") != kAnalyst) continue;
      json::value resource = row.at("Resource");
      resource.as_object().begin()->value().as_object().erase("CatalogId");
      out += canonical_json(resource) + " " + json::serialize(row.at("Permissions")) + " " +
             json::serialize(row.at("PermissionsWithGrantOption")) + "\n";
    }
    return out;
  }

  TestAws test;
  const std::string table = R"({"Table":{"DatabaseName":"d","Name":"t"}})";
};

std::string values(const std::string& list) { return R"({"LFTag":{"TagKey":"k","TagValues":)" + list + "}}"; }

TEST_F(LakeGrants, OfTagValuesAreRevokedOneByOneAndLeaveTheOthersAlone) {
  EXPECT_EQ(grant(values(R"(["x","y"])"), R"(["DESCRIBE"])"), "");
  EXPECT_EQ(grant(values(R"(["x"])"), R"(["ASSOCIATE"])"), "");
  EXPECT_EQ(grant(values(R"(["y"])"), R"(["ASSOCIATE"])"), "");
  EXPECT_EQ(revoke(values(R"(["x"])"), R"(["DESCRIBE"])"), "");
  EXPECT_EQ(rows(), values(R"(["x"])") + R"( ["ASSOCIATE"] [])" + "\n" + values(R"(["y"])") +
                        R"( ["ASSOCIATE","DESCRIBE"] [])" + "\n");
}

TEST_F(LakeGrants, OfTagValuesKeepWhatTwoRowsLeftWhenBothLoseAPart) {
  EXPECT_EQ(grant(values(R"(["x","y"])"), R"(["ASSOCIATE","DESCRIBE"])"), "");
  EXPECT_EQ(grant(values(R"(["y"])"), R"(["ALTER"])"), "");
  EXPECT_EQ(revoke(values(R"(["y"])"), R"(["ALTER","DESCRIBE"])"), "");
  EXPECT_EQ(rows(), values(R"(["x"])") + R"( ["ASSOCIATE","DESCRIBE"] [])" + "\n" + values(R"(["y"])") +
                        R"( ["ASSOCIATE"] [])" + "\n");
}

TEST_F(LakeGrants, LoseAPartOfTheOptionsThatCameWithAll) {
  const std::string columns =
      R"({"TableWithColumns":{"ColumnWildcard":{},"DatabaseName":"d","Name":"t"}} ["SELECT"] ["SELECT"])";
  EXPECT_EQ(grant(table, R"(["ALL"])", R"(["ALL"])"), "");
  EXPECT_EQ(revoke(table, "[]", R"(["INSERT"])"), "");
  EXPECT_EQ(rows(), table + R"( ["ALL","ALTER","DELETE","DESCRIBE","DROP","INSERT"])" +
                        R"( ["ALTER","DELETE","DESCRIBE","DROP"])" + "\n" + columns + "\n");
  EXPECT_EQ(revoke(table, "[]", R"(["ALL"])"), "");
  EXPECT_EQ(rows().find("] [\""), std::string::npos) << rows();
}

TEST_F(LakeGrants, OnDifferentListsOfColumnsAreDifferentRows) {
  const auto columns = [](const std::string& names) {
    return R"({"TableWithColumns":{"ColumnNames":)" + names + R"(,"DatabaseName":"d","Name":"t"}})";
  };
  EXPECT_EQ(grant(columns(R"(["b","A"])"), R"(["SELECT"])"), "");
  EXPECT_EQ(grant(columns(R"(["c"])"), R"(["SELECT"])"), "");
  EXPECT_EQ(rows(), columns(R"(["a","b"])") + R"( ["SELECT"] [])" + "\n" + columns(R"(["c"])") +
                        R"( ["SELECT"] [])" + "\n");
  EXPECT_EQ(revoke(columns(R"(["a"])"), R"(["SELECT"])"),
            "InvalidInputException: No permissions revoked. Grantee has no permissions and no grantable "
            "permissions on resource");
}

TEST_F(LakeGrants, AreForgottenWithWhatTheyAreOnAndSeenOfThePastMeanwhile) {
  ASSERT_TRUE(test.aws.set_knobs({{"stale_for", 5000}, {"stale_read", 0.5}}));
  EXPECT_EQ(grant(table, R"(["ALTER"])"), "");
  test.clock.advance(Milliseconds(6000));
  test.glue("DeleteTable", R"({"DatabaseName":"d","Name":"t"})");
  bool seen = false, gone = false;
  for (int i = 0; i < 50; ++i) (rows().empty() ? gone : seen) = true;
  EXPECT_TRUE(seen);
  EXPECT_TRUE(gone);
  test.clock.advance(Milliseconds(6000));
  EXPECT_EQ(rows(), "");
}

/// A page ends between the two rows of the grant of ALL, and then that grant changes, and goes.
TEST_F(LakeGrants, AreListedOnceThoughGrantsChangeBetweenTwoPages) {
  const auto names = [](const Reply& reply) {
    std::string out;
    for (const auto& row : reply.output.at("PrincipalResourcePermissions").as_array())
      out += std::string(row.at("Resource").as_object().begin()->key()) + " ";
    return out;
  };
  EXPECT_EQ(grant(table, R"(["ALL"])"), "");
  EXPECT_EQ(grant(values(R"(["x"])"), R"(["DESCRIBE"])"), "");
  const Reply all = test.lake("ListPermissions", "{}");
  ASSERT_EQ(names(all), "Catalog Table TableWithColumns LFTag LFTag ") << "with the row of the tag's creator";

  const auto next = [&](const Reply& page) {
    const auto token = std::string(page.output.at("NextToken").as_string());
    return test.lake("ListPermissions", R"({"MaxResults":3,"NextToken":")" + token + "\"}");
  };
  const Reply first = test.lake("ListPermissions", R"({"MaxResults":2})");
  ASSERT_EQ(names(first), "Catalog Table ");
  EXPECT_EQ(names(next(first)), "TableWithColumns LFTag LFTag ");
  EXPECT_EQ(revoke(table, R"(["ALTER","DELETE","DESCRIBE","DROP","INSERT"])"), "");
  EXPECT_EQ(names(next(first)), "TableWithColumns LFTag LFTag ") << "SELECT is left";
  EXPECT_EQ(revoke(table, R"(["SELECT"])"), "");
  EXPECT_EQ(names(next(first)), "LFTag LFTag ") << "nothing is left";
}

TEST_F(LakeGrants, RefuseTheTokenOfAnotherOperation) {
  test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"u"}})");
  const Reply page = test.glue("GetTables", R"({"DatabaseName":"d","MaxResults":1})");
  const auto token = std::string(page.output.at("NextToken").as_string());
  EXPECT_EQ(error_of(test.lake("ListPermissions", R"({"NextToken":")" + token + "\"}")),
            "InvalidInputException: Invalid NextToken.");
}

TEST_F(LakeGrants, OfOtherRegionsAreApart) {
  EXPECT_EQ(grant(table, R"(["ALTER"])"), "");
  EXPECT_TRUE(test.aws.dump("", "us-east-1").contains("lake_formation"));
  EXPECT_FALSE(test.aws.dump("", "us-west-2").contains("lake_formation"));
  const Reply other = test.lake("ListPermissions", "{}", "us-west-2");
  EXPECT_EQ(other.output.at("PrincipalResourcePermissions").as_array().size(), 1u);
}

TEST_F(LakeGrants, MeetTheMishapsOfTheKnobs) {
  ASSERT_TRUE(test.aws.set_knobs({{"inject_error", 1}, {"inject_operations", {"GrantPermissions"}}}));
  std::set<std::string> met;
  for (int i = 0; i < 50; ++i) met.insert(grant(table, R"(["ALTER"])"));
  EXPECT_TRUE(met.contains("ConcurrentModificationException: Permission update/Delete failed for Resource"));
  EXPECT_TRUE(met.contains("InternalServiceException: Internal service error."));
  ASSERT_TRUE(test.aws.set_knobs({{"inject_error", 0}, {"throttle", 1}}));
  EXPECT_EQ(grant(table, R"(["ALTER"])"), "ThrottlingException: Rate exceeded");
}

}  // namespace
}  // namespace lakemirror::local
