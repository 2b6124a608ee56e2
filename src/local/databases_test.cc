#include <gtest/gtest.h>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

TEST(Databases, AreStoredUnderTheFoldedNameWithTheAccountsDefaultPermissions) {
  TestAws test;
  ASSERT_EQ(error_of(test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"SALES","Description":"d"}})")),
            "");
  const Reply reply = test.glue("GetDatabase", R"({"Name":"Sales"})");
  EXPECT_EQ(
      canonical_json(reply.output),
      canonical_json(parse_json(R"({"Database":{"Name":"sales","Description":"d","CatalogId":"123456789012",
              "CreateTime":1790447642,"CreateTableDefaultPermissions":[{"Permissions":["ALL"],
              "Principal":{"DataLakePrincipalIdentifier":"IAM_ALLOWED_PRINCIPALS"}}]}})")
                         .value()));
}

TEST(Databases, AnswerInTheWordsOfAws) {
  TestAws test;
  EXPECT_EQ(error_of(test.glue("GetDatabase", R"({"Name":"x"})")),
            "EntityNotFoundException: Database x not found.");
  EXPECT_EQ(error_of(test.glue("DeleteDatabase", R"({"Name":"x"})")),
            "EntityNotFoundException: Database x not found.");
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"x"}})");
  EXPECT_EQ(error_of(test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"X"}})")),
            "AlreadyExistsException: Database already exists.");
  EXPECT_EQ(error_of(test.glue("GetDatabase", R"({"Name":"x","CatalogId":"999999999999"})")),
            "AccessDeniedException: User: arn:aws:iam::123456789012:user/local is not authorized to perform: "
            "glue:GetDatabase on resource: arn:aws:glue:us-east-1:999999999999:catalog because no "
            "resource-based policy "
            "allows the glue:GetDatabase action");
  EXPECT_EQ(
      error_of(test.glue("GetDatabase", "{}")),
      "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: "
      "Member must not be null");
  EXPECT_EQ(error_of(test.glue("GetDatabase", R"({"Name":5})")),
            "SerializationException: NUMBER_VALUE can not be converted to a String at 'name'");
  EXPECT_EQ(test.glue("NoSuchThing", "{}").code, "UnknownOperationException");
}

TEST(Databases, AreListedByNamePageAfterPage) {
  TestAws test;
  for (const char* name : {"c", "a", "b"}) {
    test.glue("CreateDatabase", std::string(R"({"DatabaseInput":{"Name":")") + name + "\"}}");
  }
  Reply page = test.glue("GetDatabases", R"({"MaxResults":2})");
  ASSERT_EQ(page.output["DatabaseList"].as_array().size(), 2u);
  EXPECT_EQ(page.output["DatabaseList"].as_array()[1].at("Name"), "b");
  const std::string token(page.output["NextToken"].as_string());
  page = test.glue("GetDatabases", R"({"MaxResults":2,"NextToken":")" + token + "\"}");
  ASSERT_EQ(page.output["DatabaseList"].as_array().size(), 1u);
  EXPECT_FALSE(page.output.contains("NextToken"));
  EXPECT_EQ(test.glue("GetDatabases", R"({"NextToken":"bm9uc2Vuc2U="})").code, "InvalidInputException");
}

TEST(Databases, LoseTheirContentWhenDeletedAndStayEmptyWhenMadeAgain) {
  TestAws test;
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t"}})");
  ASSERT_EQ(error_of(test.glue("DeleteDatabase", R"({"Name":"d"})")), "");
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  EXPECT_TRUE(test.glue("GetTables", R"({"DatabaseName":"d"})").output["TableList"].as_array().empty());
}

TEST(Databases, AreReplacedWholeByAnUpdate) {
  TestAws test;
  test.glue("CreateDatabase",
            R"({"DatabaseInput":{"Name":"d","Description":"x","CreateTableDefaultPermissions":[]}})");
  ASSERT_EQ(error_of(test.glue("UpdateDatabase",
                               R"({"Name":"D","DatabaseInput":{"Name":"d","LocationUri":"s3://b/"}})")),
            "");
  Reply reply = test.glue("GetDatabase", R"({"Name":"d"})");
  EXPECT_FALSE(reply.output["Database"].as_object().contains("Description"));
  EXPECT_TRUE(reply.output["Database"].at("CreateTableDefaultPermissions").as_array().empty());
  ASSERT_TRUE(test.aws.set_knobs({{"update_database_keeps_permissions", false}}));
  test.glue("UpdateDatabase", R"({"Name":"d","DatabaseInput":{"Name":"d"}})");
  reply = test.glue("GetDatabase", R"({"Name":"d"})");
  EXPECT_EQ(reply.output["Database"].at("CreateTableDefaultPermissions").as_array().size(), 1u);
}

TEST(Databases, OfOtherRegionsAndAccountsAreApart) {
  TestAws test;
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  EXPECT_EQ(test.glue("GetDatabase", R"({"Name":"d"})", "us-west-2").code, "EntityNotFoundException");
  EXPECT_EQ(test.aws.dump("", "us-east-1").at("databases").as_object().size(), 1u);
  EXPECT_TRUE(test.aws.dump("", "us-west-2").at("databases").as_object().empty());
  EXPECT_TRUE(test.aws.dump("111111111111", "us-east-1").at("databases").as_object().empty());
}

}  // namespace
}  // namespace lakemirror::local
