#include <gmock/gmock.h>

#include <set>

#include "aws/error.h"
#include "permissions/grant.h"
#include "read/governance_reader.h"
#include "support/local_side.h"

namespace lakemirror::read {
namespace {

using test_support::LocalSide;

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class GrantListingTest : public testing::Test {
 protected:
  void grant_many(int count) {
    side.make_tables();
    for (int i = 0; i < count; ++i) {
      side.lake("GrantPermissions",
                R"({"Principal":{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:role/r)" +
                    std::to_string(i) +
                    R"("},"Resource":{"Table":{"DatabaseName":"sales","Name":"orders"}},
        "Permissions":["SELECT","INSERT"]})");
    }
  }

  Result<std::vector<json::object>> all_rows() {
    std::vector<json::object> rows;
    LM_CHECK(reader.each_grant([&](json::object row) { rows.push_back(std::move(row)); }));
    return rows;
  }

  LocalSide side;
  GovernanceReader reader{side, side.clock, LocalSide::account};
};

TEST_F(GrantListingTest, EveryRowOfEveryPageIsThere) {
  grant_many(5);
  side.page_by(3);
  const auto rows = all_rows();
  ASSERT_TRUE(rows.has_value());
  EXPECT_THAT(*rows, SizeIs(11));  // SELECT has a row of its own; and everybody may create databases
  std::set<std::string> all;
  for (const auto& row : *rows) all.insert(canonical_json(row));
  EXPECT_THAT(all, SizeIs(11));
}

TEST_F(GrantListingTest, GrantsOnFiltersAreListedByTheirTable) {
  grant_many(1);
  side.lake("CreateDataCellsFilter", R"({"TableData":{"TableCatalogId":"123456789012","DatabaseName":"sales",
    "TableName":"orders","Name":"f","ColumnWildcard":{},"RowFilter":{"AllRowsWildcard":{}}}})");
  side.lake("GrantPermissions",
            R"({"Principal":{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:role/x"},
    "Resource":{"DataCellsFilter":{"TableCatalogId":"123456789012","DatabaseName":"sales","TableName":"orders",
    "Name":"f"}},"Permissions":["SELECT"]})");
  for (const bool computed : {false, true}) {
    side.set_knobs({{"list_single_filter_computed", computed}});
    const auto rows = reader.grants_on_filters("sales", "orders");
    ASSERT_TRUE(rows.has_value()) << rows.error().text();
    ASSERT_THAT(*rows, SizeIs(1));
    EXPECT_EQ(rows->at(0).at("Resource").at("DataCellsFilter").at("Name"), json::value("f"));
  }
  EXPECT_THAT(reader.grants_on_filters("sales", "items").value(), IsEmpty());
  EXPECT_THAT(reader.grants_on_filters("sales", "none").value(), IsEmpty());
}

/// Whatever reading of AWS holds, the rows are ones that permissions can be made of.
TEST_F(GrantListingTest, RowsCanBeReadInEveryReading) {
  grant_many(1);
  side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold"]})");
  for (
      const char* resource :
      {R"({"Table":{"DatabaseName":"sales","TableWildcard":{}}})",
       R"({"Table":{"DatabaseName":"sales","Name":"items"}})",
       R"({"LFTagPolicy":{"ResourceType":"TABLE","Expression":[{"TagKey":"tier","TagValues":["gold"]}]}})"}) {
    side.lake("GrantPermissions",
              R"({"Principal":{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:role/all"},
      "Permissions":["ALL"],"PermissionsWithGrantOption":["ALL"],"Resource":)" +
                  std::string(resource) + "}");
  }
  for (const char* all : {"expanded", "select_apart", "as_granted"}) {
    for (const char* creators : {"none", "tags", "all"}) {
      side.set_knobs({{"list_all", all}, {"list_creators", creators}});
      const auto rows = all_rows();
      ASSERT_TRUE(rows.has_value());
      EXPECT_GE(rows->size(), 5u);
      for (const auto& row : *rows) {
        const auto grant = permissions::read_grant(row, LocalSide::account);
        EXPECT_TRUE(grant.has_value()) << grant.error().text();
      }
    }
  }
}

TEST_F(GrantListingTest, AnErrorInTheMiddleIsNoShorterListing) {
  grant_many(3);
  int calls = 0;
  side.intercept = [&](std::string_view, const json::object& input) -> std::optional<Result<json::object>> {
    if (++calls == 3)
      return fail(aws::make_error("lakeformation:ListPermissions", 400, "ThrottlingException", "", ""));
    if (input.at("MaxResults") == json::value(2)) return std::nullopt;
    json::object smaller = input;
    smaller["MaxResults"] = 2;
    return side.call(api::Service::lakeformation, "ListPermissions", smaller);
  };
  EXPECT_EQ(all_rows().error().kind, ErrorKind::retry);
}

}  // namespace
}  // namespace lakemirror::read
