#include "permissions/resource.h"

#include <gtest/gtest.h>

#include <set>

namespace lakemirror::permissions {
namespace {

TEST(Resource, NamesOfCatalogObjectsAreFolded) {
  EXPECT_EQ(Resource::columns("Sales", "ÄPFEL", {"B", "a", "b"}).text(),
            "database/sales/table/%C3%A4pfel/columns/a,b");
  EXPECT_EQ(Resource::database("Sales"), Resource::database("sALES"));
}

TEST(Resource, TagsCompareWithoutCaseAndKeepTheirs) {
  const Resource given = Resource::tag("Domain", {"Sales", "HR"});
  EXPECT_EQ(given, Resource::tag("domain", {"hr", "SALES"}));
  EXPECT_EQ(given.name(), "Domain");
  EXPECT_EQ(given.names(), (std::vector<std::string>{"HR", "Sales"}));
}

TEST(Resource, NamesOfFiltersAndExpressionsCompareAsGiven) {
  EXPECT_NE(Resource::cells_filter("d", "t", "EU"), Resource::cells_filter("d", "t", "eu"));
  EXPECT_NE(Resource::tag_expression("E"), Resource::tag_expression("e"));
  EXPECT_NE(Resource::tables_by_expression("E"), Resource::tables_by_expression("e"));
}

TEST(Resource, AnExpressionIsFreeOfTheOrderOfKeysAndValues) {
  const TagExpression a(std::vector<TagPair>{{"k", {"x", "Y"}}, {"j", {"z"}}});
  const TagExpression b(std::vector<TagPair>{{"J", {"z", "z"}}, {"k", {"y", "x"}}});
  EXPECT_EQ(Resource::tables_by_tags(a), Resource::tables_by_tags(b));
  EXPECT_NE(Resource::tables_by_tags(a), Resource::databases_by_tags(a));
  EXPECT_EQ(a.text(), "j=z;k=x,y");
}

TEST(Resource, AnExpressionIsNotTheNameOfOne) {
  EXPECT_NE(Resource::tables_by_tags(TagExpression(std::vector<TagPair>{{"k", {"x"}}})),
            Resource::tables_by_expression("k=x"));
}

TEST(Resource, WithoutExclusionsAllColumnsAreTheTable) {
  EXPECT_EQ(Resource::columns_except("d", "t", {}), Resource::table("d", "t"));
}

TEST(Resource, AwkwardNamesNeverMeet) {
  const std::set<Resource> all{Resource::columns("d", "t", {"a,b"}), Resource::columns("d", "t", {"a", "b"}),
                               Resource::table("d/table/t", "u"),    Resource::table("d", "t/table/u"),
                               Resource::table("d", "tables"),       Resource::all_tables("d")};
  EXPECT_EQ(all.size(), 6u);
}

TEST(Resource, OtherCatalogsAreOtherPlaces) {
  const Resource own = Resource::table("d", "t");
  const Resource nested = own.in_catalog("111122223333:s3tablescatalog/lake");
  EXPECT_NE(own, nested);
  EXPECT_EQ(nested.in_catalog(""), own);
  EXPECT_EQ(nested.parts().front().catalog_id(), nested.catalog_id());
}

TEST(Resource, TellsTheObjectThatItGoesWith) {
  EXPECT_EQ(Resource::database("d").hangs_on(), model::Key::database("d"));
  EXPECT_EQ(Resource::all_tables("d").hangs_on(), model::Key::database("d"));
  for (const Resource& on :
       {Resource::table("D", "T"), Resource::columns("d", "t", {"a"}),
        Resource::columns_except("d", "t", {"a"}), Resource::cells_filter("d", "t", "f")})
    EXPECT_EQ(on.hangs_on(), model::Key::table("d", "t"));
  for (const Resource& on : {Resource(), Resource::data_location("arn:aws:s3:::b"), Resource::tag("k", {"v"}),
                             Resource::tables_by_expression("e"), Resource::database("d").in_catalog("c")})
    EXPECT_EQ(on.hangs_on(), std::nullopt) << on.text();
}

TEST(Resource, ListsAreListsOfTheirSubject) {
  EXPECT_EQ(Resource::columns("d", "t", {"a"}).subject(), Resource::table("d", "t"));
  EXPECT_EQ(Resource::tag("K", {"a"}).subject(), Resource::tag("k", {"b"}).subject());
  EXPECT_EQ(Resource::columns("d", "t", {"a", "b"}).parts().size(), 2u);
  EXPECT_EQ(Resource::columns_except("d", "t", {"a", "b"}).parts().size(), 1u);
}

TEST(Resource, ListsOverlapWhereTheyMayShareAName) {
  const auto in = [](std::vector<std::string> names) { return Resource::columns("d", "t", names); };
  const auto but = [](std::vector<std::string> names) { return Resource::columns_except("d", "t", names); };
  EXPECT_TRUE(in({"a", "b"}).overlaps(in({"b"})));
  EXPECT_FALSE(in({"a"}).overlaps(in({"b"})));
  EXPECT_TRUE(but({"a"}).overlaps(in({"a", "b"})));
  EXPECT_FALSE(in({"a"}).overlaps(but({"a", "b"})));
  EXPECT_TRUE(but({"a"}).overlaps(but({"b"})));
  EXPECT_TRUE(Resource::tag("k", {"a"}).overlaps(Resource::tag("K", {"*"})));
  EXPECT_FALSE(Resource::tag("k", {"a"}).overlaps(Resource::tag("k", {"b"})));
  EXPECT_FALSE(in({"a"}).overlaps(Resource::table("d", "t")));
}

}  // namespace
}  // namespace lakemirror::permissions
