#include "read/governance_reader.h"

#include <gmock/gmock.h>

#include "aws/error.h"
#include "support/local_side.h"

namespace lakemirror::read {
namespace {

using test_support::LocalSide;

using model::Key;
using model::ObjectState;
using model::Snapshot;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class GovernanceReaderTest : public testing::Test {
 protected:
  json::object parsed(std::string_view text) { return parse_json(text).value().get_object(); }
  GovernanceReader::OnPage collect(Snapshot& all) {
    return [this, &all](Snapshot page) -> Result<bool> {
      ++pages;
      all.states.merge(page.states);
      return true;
    };
  }
  void refuse(std::string_view code, std::string_view message = "no") {
    side.intercept = [code, message](std::string_view operation,
                                     const json::object&) -> std::optional<Result<json::object>> {
      return fail(aws::make_error("lakeformation:" + std::string(operation), 400, code, message, "r1"));
    };
  }
  void answer(std::string_view text) {
    side.intercept = [this, text](std::string_view,
                                  const json::object&) -> std::optional<Result<json::object>> {
      return parsed(text);
    };
  }

  LocalSide side;
  GovernanceReader reader{side, side.clock, LocalSide::account};
  int pages = 0;
};

TEST_F(GovernanceReaderTest, SettingsAreTheWholeDocumentInOneForm) {
  answer(R"({"DataLakeSettings": {
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "z"}, {"DataLakePrincipalIdentifier": "a"}],
    "ReadOnlyAdmins": null, "Parameters": {"SET_CONTEXT": "TRUE"}, "SomethingNew": {"Deep": [2, 1]}}})");
  const auto settings = reader.settings();
  ASSERT_TRUE(settings.is_present());
  EXPECT_EQ(settings.body, parsed(R"({
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "a"}, {"DataLakePrincipalIdentifier": "z"}],
    "Parameters": {"SET_CONTEXT": "TRUE"}, "SomethingNew": {"Deep": [2, 1]},
    "AllowExternalDataFiltering": false, "AllowFullTableExternalDataAccess": false,
    "AuthorizedSessionTagValueList": [], "CreateDatabaseDefaultPermissions": [],
    "CreateTableDefaultPermissions": [], "ExternalDataFilteringAllowList": [], "ReadOnlyAdmins": [],
    "TrustedResourceOwners": []})"));
  EXPECT_EQ(settings.fingerprint, model::fingerprint_of(settings.body));
}

TEST_F(GovernanceReaderTest, SettingsPutBackAreTheSettings) {
  side.lake("PutDataLakeSettings", R"({"DataLakeSettings": {"TrustedResourceOwners": ["222222222222"],
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::123456789012:role/admin"}]}})");
  const auto before = reader.settings();
  side.lake("PutDataLakeSettings", json::serialize(json::object{{"DataLakeSettings", before.body}}));
  EXPECT_EQ(reader.settings().body, before.body);
}

TEST_F(GovernanceReaderTest, LocationsAreAsTheyWereRegistered) {
  const std::string own =
      R"({"ResourceArn":"arn:aws:s3:::lake/a","RoleArn":"arn:aws:iam::123456789012:role/r",
                              "HybridAccessEnabled":true,"WithPrivilegedAccess":true})";
  const std::string linked = R"({"ResourceArn":"arn:aws:s3:::lake/b","UseServiceLinkedRole":true})";
  side.lake("RegisterResource", own);
  side.lake("RegisterResource", linked);
  side.lake("RegisterResource", R"({"ResourceArn":"arn:aws:s3:::lake/c","HybridAccessEnabled":false})");
  EXPECT_EQ(reader.location("arn:aws:s3:::lake/a").body, parsed(own));
  EXPECT_EQ(reader.location("arn:aws:s3:::lake/b").body, parsed(linked));
  EXPECT_EQ(reader.location("arn:aws:s3:::lake/c").body,
            parsed(R"({"ResourceArn":"arn:aws:s3:::lake/c","UseServiceLinkedRole":true})"));
  EXPECT_TRUE(reader.location("arn:aws:s3:::lake/d").is_absent());
  side.page_by(2);
  Snapshot all;
  ASSERT_TRUE(reader.list_locations(collect(all)).has_value());
  EXPECT_EQ(pages, 2);
  ASSERT_THAT(all.states, SizeIs(3));
  for (const auto& [key, state] : all.states) EXPECT_EQ(state.body, reader.location(key.name()).body);
}

TEST_F(GovernanceReaderTest, TagsKeepTheirCaseAndSortTheirValues) {
  side.lake("CreateLFTag", R"({"TagKey":"Tier","TagValues":["gold","Silver","bronze"]})");
  for (int i = 0; i < 4; ++i)
    side.lake("CreateLFTag", R"({"TagKey":"k)" + std::to_string(i) + R"(","TagValues":["v"]})");
  const auto body = parsed(R"({"TagKey":"Tier","TagValues":["Silver","bronze","gold"]})");
  EXPECT_EQ(reader.tag("Tier").body, body);
  EXPECT_TRUE(reader.tag("other").is_absent());
  side.page_by(2);
  Snapshot all;
  ASSERT_TRUE(reader.list_tags(collect(all)).has_value());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(all.states, SizeIs(5));
  EXPECT_EQ(all.states.at(Key::tag("tier")).body, body);
}

TEST_F(GovernanceReaderTest, BothReadingsOfTheCaseOfTagsGiveOneKey) {
  side.set_knobs({{"tag_case_folds", true}});
  side.lake("CreateLFTag", R"({"TagKey":"Tier","TagValues":["Gold"]})");
  Snapshot all;
  ASSERT_TRUE(reader.list_tags(collect(all)).has_value());
  EXPECT_EQ(all.states.at(Key::tag("Tier")).body, parsed(R"({"TagKey":"tier","TagValues":["gold"]})"));
}

TEST_F(GovernanceReaderTest, ExpressionsLieAsTheyAreWritten) {
  side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold","silver"]})");
  side.lake("CreateLFTag", R"({"TagKey":"domain","TagValues":["sales"]})");
  side.lake("CreateLFTagExpression", R"({"Name":"Best","Expression":[
    {"TagKey":"tier","TagValues":["silver","gold"]},{"TagKey":"domain","TagValues":["sales"]}]})");
  const auto body = parsed(R"({"Name":"Best","Expression":[
    {"TagKey":"domain","TagValues":["sales"]},{"TagKey":"tier","TagValues":["gold","silver"]}]})");
  EXPECT_EQ(reader.expression("Best").body, body);
  EXPECT_TRUE(reader.expression("other").is_absent());
  Snapshot all;
  ASSERT_TRUE(reader.list_expressions(collect(all)).has_value());
  EXPECT_EQ(all.states.at(Key::expression("Best")).body, body);
}

TEST_F(GovernanceReaderTest, AnAssignmentIsWhatWasPutOnAThingItself) {
  side.make_tables();
  side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold","silver"]})");
  side.lake("CreateLFTag", R"({"TagKey":"domain","TagValues":["sales"]})");
  const Key database = Key::database("sales"), table = Key::table("sales", "orders");
  EXPECT_TRUE(reader.assignment(database).is_absent());
  side.lake(
      "AddLFTagsToResource",
      R"({"Resource":{"Database":{"Name":"sales"}},"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})");
  EXPECT_EQ(reader.assignment(database).body,
            parsed(R"({"LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})"));
  EXPECT_TRUE(reader.assignment(table).is_absent());  // what it inherits is not its own
  side.lake("AddLFTagsToResource", R"({"Resource":{"TableWithColumns":{"DatabaseName":"sales","Name":"orders",
    "ColumnNames":["B"]}},"LFTags":[{"TagKey":"tier","TagValues":["silver"]},{"TagKey":"domain","TagValues":["sales"]}]})");
  EXPECT_EQ(reader.assignment(table).body, parsed(R"({"Columns":{"b":[
    {"TagKey":"domain","TagValues":["sales"]},{"TagKey":"tier","TagValues":["silver"]}]}})"));
  EXPECT_TRUE(reader.assignment(Key::table("sales", "none")).is_absent());
  EXPECT_TRUE(reader.assignment(Key::database("none")).is_absent());
}

TEST_F(GovernanceReaderTest, FiltersOfATableComeInOneForm) {
  side.make_tables();
  const std::string named = R"("TableCatalogId":"123456789012","DatabaseName":"sales","TableName":"orders")";
  side.lake("CreateDataCellsFilter",
            R"({"TableData":{)" + named +
                R"(,"Name":"F1","ColumnNames":["C","a"],"RowFilter":{"FilterExpression":"a = 1"}}})");
  side.lake(
      "CreateDataCellsFilter",
      R"({"TableData":{)" + named +
          R"(,"Name":"f2","ColumnWildcard":{"ExcludedColumnNames":[]},"RowFilter":{"AllRowsWildcard":{}}}})");
  const auto filters = reader.filters("Sales", "orders");
  ASSERT_TRUE(filters.has_value());
  ASSERT_THAT(filters->states, SizeIs(2));
  const auto first = parsed(
      "{" + named + R"(,"Name":"F1","ColumnNames":["a","c"],"RowFilter":{"FilterExpression":"a = 1"}})");
  EXPECT_EQ(filters->states.at(Key::filter("sales", "orders", "F1")).body, first);
  EXPECT_EQ(filters->states.at(Key::filter("sales", "orders", "f2")).body,
            parsed("{" + named + R"(,"Name":"f2","ColumnWildcard":{},"RowFilter":{"AllRowsWildcard":{}}})"));
  EXPECT_EQ(reader.filter("sales", "orders", "F1").body, first);
  EXPECT_TRUE(reader.filter("sales", "orders", "f1").is_absent());
  EXPECT_THAT(reader.filters("sales", "items")->states, IsEmpty());
  EXPECT_THAT(reader.filters("sales", "none")->states, IsEmpty());
}

TEST_F(GovernanceReaderTest, EachTableIsAskedForItsFiltersWhereTheyAreNotListedAtOnce) {
  side.make_tables();
  side.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"link",
    "TargetDatabase":{"CatalogId":"123456789012","DatabaseName":"sales"}}})");
  side.lake("CreateDataCellsFilter", R"({"TableData":{"TableCatalogId":"123456789012","DatabaseName":"sales",
    "TableName":"orders","Name":"f","ColumnWildcard":{},"RowFilter":{"AllRowsWildcard":{}}}})");
  side.set_knobs({{"filters_listed_by_table", true}});
  for (int times = 0; times < 2; ++times) {
    Snapshot all;
    side.forget_asked();
    const auto listed = reader.list_filters(collect(all));
    ASSERT_TRUE(listed) << listed.error().text();
    EXPECT_THAT(all.states, ElementsAre(testing::Key(Key::filter("sales", "orders", "f"))));
    const auto asked = side.asked();
    EXPECT_EQ(std::count(asked.begin(), asked.end(), "ListDataCellsFilter"), times == 0 ? 3 : 2)
        << "what was refused once is not asked for again";
  }
}

TEST_F(GovernanceReaderTest, TooManyTablesAreNotAskedOneByOne) {
  side.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  for (std::size_t i = 0; i <= GovernanceReader::most_tables_asked; ++i) {
    side.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t)" + std::to_string(i) + R"("}})");
  }
  side.set_knobs({{"filters_listed_by_table", true}});
  Snapshot all;
  const auto listed = reader.list_filters(collect(all));
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().operation, "lakeformation:ListDataCellsFilter");
  EXPECT_EQ(listed.error().kind, ErrorKind::invalid);
}

TEST_F(GovernanceReaderTest, WhoMayNotListFiltersAsksNoTable) {
  side.set_knobs({{"deny_operations", {"ListDataCellsFilter"}}});
  Snapshot all;
  const auto listed = reader.list_filters(collect(all));
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, ErrorKind::denied);
  EXPECT_FALSE(reader.lists_filters_by_table());
}

TEST_F(GovernanceReaderTest, FiltersOfAllTablesAreThoseOfTheOwnCatalog) {
  answer(R"({"DataCellsFilters": [
    {"TableCatalogId":"123456789012","DatabaseName":"d","TableName":"t","Name":"f","ColumnWildcard":{}},
    {"TableCatalogId":"123456789012:s3tablescatalog/b","DatabaseName":"d","TableName":"t","Name":"g"},
    {"TableCatalogId":"999999999999","DatabaseName":"d","TableName":"t","Name":"h"}]})");
  Snapshot all;
  ASSERT_TRUE(reader.list_filters(collect(all)).has_value());
  EXPECT_THAT(all.states, ElementsAre(testing::Key(Key::filter("d", "t", "f"))));
}

/// Whether LF-tags and filters outlive their table is not documented: what is there is read, either way.
TEST_F(GovernanceReaderTest, ATableMadeAnewHasWhatAwsLeftIt) {
  side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold"]})");
  for (const bool outlive : {false, true}) {
    side.set_knobs({{"tags_outlive_table", outlive}, {"filters_outlive_table", outlive}});
    side.make_tables();
    side.lake("AddLFTagsToResource", R"({"Resource":{"Table":{"DatabaseName":"sales","Name":"orders"}},
      "LFTags":[{"TagKey":"tier","TagValues":["gold"]}]})");
    side.lake("CreateDataCellsFilter",
              R"({"TableData":{"TableCatalogId":"123456789012","DatabaseName":"sales",
      "TableName":"orders","Name":"f","ColumnWildcard":{},"RowFilter":{"AllRowsWildcard":{}}}})");
    side.glue("DeleteDatabase", R"({"Name":"sales"})");
    EXPECT_TRUE(reader.assignment(Key::table("sales", "orders")).is_absent());
    side.make_tables();
    EXPECT_EQ(reader.assignment(Key::table("sales", "orders")).is_present(), outlive);
    EXPECT_EQ(reader.filter("sales", "orders", "f").is_present(), outlive);
    EXPECT_THAT(reader.filters("sales", "orders")->states, SizeIs(outlive ? 1 : 0));
    side.glue("DeleteDatabase", R"({"Name":"sales"})");
  }
}

TEST_F(GovernanceReaderTest, AMissingTableHasNoFiltersAndADeniedOneIsAnError) {
  refuse("EntityNotFoundException");
  EXPECT_THAT(reader.filters("sales", "orders")->states, IsEmpty());
  EXPECT_THAT(reader.grants_on_filters("sales", "orders").value(), IsEmpty());
  refuse("AccessDeniedException", "Resource does not exist or requester is not authorized");
  EXPECT_EQ(reader.filters("sales", "orders").error().kind, ErrorKind::denied);
  EXPECT_EQ(reader.filters("sales", "orders").error().subject, "database/sales/table/orders");
  EXPECT_EQ(reader.grants_on_filters("sales", "orders").error().subject, "database/sales/table/orders");
}

TEST_F(GovernanceReaderTest, NoErrorButNotFoundIsAnAbsence) {
  for (const char* code : {"AccessDeniedException", "InvalidInputException", "InternalServiceException"}) {
    refuse(code);
    const ObjectState states[] = {reader.settings(),
                                  reader.location("arn:aws:s3:::lake"),
                                  reader.tag("k"),
                                  reader.expression("e"),
                                  reader.assignment(Key::database("sales")),
                                  reader.filter("sales", "orders", "f")};
    for (const auto& state : states) {
      EXPECT_EQ(state.presence, model::Presence::unknown) << code;
      EXPECT_NE(state.error->subject, "");
    }
    Snapshot all;
    EXPECT_FALSE(reader.list_tags(collect(all)).has_value());
    const auto listed = reader.each_grant([](const json::object&) {});
    ASSERT_FALSE(listed.has_value());
    EXPECT_EQ(listed.error().subject, "grants");
  }
}

TEST_F(GovernanceReaderTest, AnswersThatSayNothingAreUnknown) {
  answer("{}");
  EXPECT_EQ(reader.settings().presence, model::Presence::unknown);
  EXPECT_EQ(reader.location("arn:aws:s3:::lake").presence, model::Presence::unknown);
  EXPECT_EQ(reader.tag("k").presence, model::Presence::unknown);
  EXPECT_EQ(reader.expression("e").presence, model::Presence::unknown);
  EXPECT_EQ(reader.filter("d", "t", "f").presence, model::Presence::unknown);
  EXPECT_EQ(reader.each_grant([](const json::object&) {}).error().kind, ErrorKind::retry);
  answer(R"({"LFTags": 7, "PrincipalResourcePermissions": [7]})");
  Snapshot all;
  EXPECT_EQ(reader.list_tags(collect(all)).error().kind, ErrorKind::retry);
  EXPECT_EQ(reader.each_grant([](const json::object&) {}).error().kind, ErrorKind::retry);
}

TEST_F(GovernanceReaderTest, WhatOtherAccountsShareIsNotListed) {
  answer(R"({"LFTags": [{"CatalogId":"999999999999","TagKey":"k","TagValues":["v"]},
                        {"CatalogId":"123456789012","TagKey":"own","TagValues":["v"]}]})");
  Snapshot all;
  ASSERT_TRUE(reader.list_tags(collect(all)).has_value());
  EXPECT_THAT(all.states, ElementsAre(testing::Key(Key::tag("own"))));
}

}  // namespace
}  // namespace lakemirror::read
