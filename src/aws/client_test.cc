#include "aws/client.h"

#include <gtest/gtest.h>

#include "aws/account.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::FakeClient;

json::object page_of(int number, const char* token) {
  json::object page{{"Number", number}};
  if (token != nullptr) page["NextToken"] = token;
  return page;
}

TEST(ForEachPage, AsksUntilNoTokenComesBack) {
  FakeClient client({page_of(1, "a"), page_of(2, "b"), page_of(3, nullptr)});
  std::vector<std::int64_t> seen;
  const auto done = for_each_page(client, api::Service::glue, "GetTables", {{"DatabaseName", "d"}},
                                  [&](json::object& page) -> Result<bool> {
                                    seen.push_back(page["Number"].as_int64());
                                    return true;
                                  });
  ASSERT_TRUE(done);
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(client.inputs[0], (json::object{{"DatabaseName", "d"}}));
  EXPECT_EQ(client.inputs[2], (json::object{{"DatabaseName", "d"}, {"NextToken", "b"}}));
}

TEST(ForEachPage, AnEmptyTokenEndsTheListing) {
  FakeClient client({page_of(1, "")});
  EXPECT_TRUE(for_each_page(client, api::Service::glue, "GetTables", {}, [](json::object&) { return true; }));
  EXPECT_EQ(client.inputs.size(), 1u);
}

TEST(ForEachPage, StopsWhenToldTo) {
  FakeClient client({page_of(1, "a"), page_of(2, nullptr)});
  EXPECT_TRUE(
      for_each_page(client, api::Service::glue, "GetTables", {}, [](json::object&) { return false; }));
  EXPECT_EQ(client.inputs.size(), 1u);
}

TEST(ForEachPage, PassesErrorsOnFromBothSides) {
  FakeClient failing({page_of(1, "a"), fail({.kind = ErrorKind::denied, .message = "no"})});
  const auto from_client =
      for_each_page(failing, api::Service::glue, "GetTables", {}, [](json::object&) { return true; });
  ASSERT_FALSE(from_client);
  EXPECT_EQ(from_client.error().kind, ErrorKind::denied);

  FakeClient client({page_of(1, nullptr)});
  const auto from_page =
      for_each_page(client, api::Service::glue, "GetTables", {},
                    [](json::object&) -> Result<bool> { return fail({.kind = ErrorKind::corrupt}); });
  ASSERT_FALSE(from_page);
  EXPECT_EQ(from_page.error().kind, ErrorKind::corrupt);
}

TEST(ForEachPage, RefusesAListingThatGoesInACircle) {
  FakeClient client({page_of(1, "a"), page_of(1, "a"), page_of(1, "a")});
  const auto done =
      for_each_page(client, api::Service::glue, "GetTables", {}, [](json::object&) { return true; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().operation, "glue:GetTables");
  EXPECT_EQ(client.inputs.size(), 2u);
}

TEST(AccountOf, IsTheAccountOfTheCallersIdentity) {
  FakeClient client({json::object{{"Account", "123456789012"}, {"Arn", "arn:aws:iam::123456789012:root"}}});
  EXPECT_EQ(identity_of(client)->account, "123456789012");
  EXPECT_EQ(client.operations[0], "GetCallerIdentity");
  FakeClient silent({json::object{}});
  EXPECT_FALSE(identity_of(silent));
}

}  // namespace
}  // namespace lakemirror::aws
