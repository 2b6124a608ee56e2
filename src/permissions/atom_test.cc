#include "permissions/atom.h"

#include <gtest/gtest.h>

namespace lakemirror::permissions {
namespace {

TEST(Atom, IsExplainedInOneLine) {
  const std::string analyst = "arn:aws:iam::111122223333:role/analyst";
  EXPECT_EQ(explain(Atom{analyst, Resource::columns("sales", "orders", {"a", "b"}), "SELECT", true}),
            "role/analyst may SELECT table sales.orders (columns a, b), with grant option");
  EXPECT_EQ(explain(Atom{"IAM_ALLOWED_PRINCIPALS", Resource::database("sales"), "ALL", false}),
            "IAM_ALLOWED_PRINCIPALS may ALL database sales");
  EXPECT_EQ(explain(Atom{"111122223333:IAMPrincipals", Resource(), "CREATE_DATABASE", false, "x = 1"}),
            "111122223333:IAMPrincipals may CREATE_DATABASE the catalog, if x = 1");
}

TEST(Atom, EveryKindOfResourceHasWords) {
  const TagExpression expression(std::vector<TagPair>{{"k", {"a", "b"}}, {"l", {"c"}}});
  EXPECT_EQ(explain(Resource().in_catalog("1:sub")), "catalog 1:sub");
  EXPECT_EQ(explain(Resource::table("d", "t").in_catalog("1:sub")), "table d.t of catalog 1:sub");
  EXPECT_EQ(explain(Resource::all_tables("d")), "all tables of database d");
  EXPECT_EQ(explain(Resource::columns("d", "t", {"a"})), "table d.t (column a)");
  EXPECT_EQ(explain(Resource::columns_except("d", "t", {"a"})), "table d.t (all columns but a)");
  EXPECT_EQ(explain(Resource::cells_filter("d", "t", "f")), "table d.t (data cells filter f)");
  EXPECT_EQ(explain(Resource::data_location("arn:aws:s3:::b")), "location arn:aws:s3:::b");
  EXPECT_EQ(explain(Resource::tag("k", {"a"})), "LF-tag k (values a)");
  EXPECT_EQ(explain(Resource::tag_expression("e")), "LF-tag expression e");
  EXPECT_EQ(explain(Resource::databases_by_expression("e")), "databases by expression e");
  EXPECT_EQ(explain(Resource::tables_by_tags(expression)), "tables tagged k = a or b and l = c");
}

TEST(Atom, APrincipalThatIsNoArnIsSaidAsItIs) {
  EXPECT_EQ(short_principal("arn:aws:iam::1:saml-provider/x:user/y"), "saml-provider/x:user/y");
  EXPECT_EQ(short_principal("arn:broken"), "arn:broken");
}

}  // namespace
}  // namespace lakemirror::permissions
