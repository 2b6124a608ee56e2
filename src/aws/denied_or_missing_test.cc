#include "aws/denied_or_missing.h"

#include <gtest/gtest.h>

#include "aws/error.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::FakeClient;

Error both_meanings() {
  return make_error("lakeformation:GetResourceLFTags", 400, "AccessDeniedException",
                    "Resource does not exist or requester is not authorized to access requested permissions.",
                    "r-1");
}
Error not_found() { return make_error("glue:GetTable", 400, "EntityNotFoundException", "not found", "r-2"); }

TEST(DeniedOrMissing, WhatGlueDoesNotKnowIsMissing) {
  FakeClient client({fail(not_found())});
  const Error told = denied_or_missing(client, both_meanings(), "sales", "orders");
  EXPECT_EQ(told.kind, ErrorKind::missing);
  EXPECT_EQ(told.hint, "");
  EXPECT_EQ(told.request_id, "r-1");
  ASSERT_EQ(client.inputs.size(), 1u);
  EXPECT_EQ(client.inputs[0], (json::object{{"DatabaseName", "sales"}, {"Name", "orders"}}));
}

TEST(DeniedOrMissing, WhatGlueKnowsIsDenied) {
  FakeClient client({json::object{{"Database", json::object()}}});
  EXPECT_EQ(denied_or_missing(client, both_meanings(), "sales", ""), both_meanings());
  ASSERT_EQ(client.inputs.size(), 1u);
  EXPECT_EQ(client.inputs[0], (json::object{{"Name", "sales"}}));
}

TEST(DeniedOrMissing, WhatGlueDoesNotTellStaysDenied) {
  FakeClient client({fail(make_error("glue:GetTable", 400, "AccessDeniedException", "not you", "r-3"))});
  EXPECT_EQ(denied_or_missing(client, both_meanings(), "sales", "orders").kind, ErrorKind::denied);
}

TEST(DeniedOrMissing, WhereGlueIsThrottledItIsAskedAgain) {
  FakeClient client({fail(make_error("glue:GetTable", 400, "ThrottlingException", "Rate exceeded", "r-3"))});
  EXPECT_EQ(denied_or_missing(client, both_meanings(), "sales", "orders").kind, ErrorKind::retry);
}

TEST(DeniedOrMissing, AsksNothingAboutOtherErrors) {
  FakeClient client({});
  const Error plain = make_error("lakeformation:GrantPermissions", 400, "AccessDeniedException",
                                 "Insufficient Lake Formation permission(s)", "r-4");
  EXPECT_EQ(denied_or_missing(client, plain, "sales", "orders"), plain);
  EXPECT_EQ(denied_or_missing(client, both_meanings(), "", ""), both_meanings());
  EXPECT_TRUE(client.inputs.empty());
}

}  // namespace
}  // namespace lakemirror::aws
