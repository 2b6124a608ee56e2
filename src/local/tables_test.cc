#include <gtest/gtest.h>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

/// How many tables GetTables finds, or the error.
std::string found(TestAws& test, const std::string& expression) {
  const Reply reply = test.glue(
      "GetTables", json::serialize(json::object{{"DatabaseName", "d"}, {"Expression", expression}}));
  return reply.ok() ? std::to_string(reply.output.at("TableList").as_array().size()) : reply.code;
}

TEST(Tables, AreFoundByTheWholeName) {
  TestAws test;
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  for (const std::string name : {"orders", "orders_2026", "returns"})
    test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":")" + name + "\"}}");
  EXPECT_EQ(found(test, "ORDERS.*"), "2");
  EXPECT_EQ(found(test, "orders|returns"), "2");
  EXPECT_EQ(found(test, "rder"), "0");
  EXPECT_EQ(found(test, "("), "InvalidInputException");
}

TEST(Tables, AreFoundInTimeWhateverTheExpression) {
  TestAws test;
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":")" + std::string(255, 'a') + "\"}}");
  EXPECT_EQ(found(test, "(a|aa)*b"), "0");  // more ways to try than any clock has seconds
  EXPECT_EQ(found(test, "(a|aa)*"), "1");
}

}  // namespace
}  // namespace lakemirror::local
