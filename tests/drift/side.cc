#include "drift/side.h"

#include <gtest/gtest.h>

#include "drift/drawn_grants.h"
#include "drift/meaning.h"

namespace lakemirror::drift {

using permissions::Grant;

namespace {

constexpr auto glue = api::Service::glue;
constexpr auto lake = api::Service::lakeformation;
constexpr const char* region = "eu-central-1";

json::array texts(const std::vector<std::string>& from) { return json::array(from.begin(), from.end()); }

}  // namespace

Side::Side(Terms terms, local::Knobs knobs, std::uint64_t seed)
    : terms_(std::move(terms)),
      knobs_(knobs),
      random_(seed),
      aws_(local::Options{.clock = &clock_,
                          .account = terms_.account,
                          .knobs = std::move(knobs),
                          .verify_signatures = false}),
      client_(aws_, terms_.account, region),
      reader_(listing_, clock_, terms_.account) {
  must(lake, "PutDataLakeSettings",
       {{"DataLakeSettings",
         {{"DataLakeAdmins", {{{"DataLakePrincipalIdentifier", caller()}}}},
          {"CreateDatabaseDefaultPermissions", json::array()},
          {"CreateTableDefaultPermissions", json::array()}}}});
  must(lake, "RevokePermissions",
       {{"Principal", {{"DataLakePrincipalIdentifier", "IAM_ALLOWED_PRINCIPALS"}}},
        {"Resource", {{"Catalog", json::object()}}},
        {"Permissions", {"CREATE_DATABASE"}}});
  make_catalog();
  make_tags();
  for (const std::string& path : locations)
    must(lake, "RegisterResource", {{"ResourceArn", terms_.location(path)}, {"UseServiceLinkedRole", true}});
}

void Side::make_catalog() {
  json::array types;
  for (const std::string& name : columns) types.push_back({{"Name", name}, {"Type", "string"}});
  for (const std::string& database : databases) {
    must(glue, "CreateDatabase", {{"DatabaseInput", {{"Name", database}}}});
    for (const std::string& table : tables) {
      must(glue, "CreateTable",
           {{"DatabaseName", database},
            {"TableInput", {{"Name", table}, {"StorageDescriptor", {{"Columns", types}}}}}});
      for (const std::string& filter : filters)
        must(lake, "CreateDataCellsFilter",
             {{"TableData",
               {{"TableCatalogId", terms_.account},
                {"DatabaseName", database},
                {"TableName", table},
                {"Name", filter},
                {"ColumnWildcard", json::object()},
                {"RowFilter", {{"AllRowsWildcard", json::object()}}}}}});
    }
  }
}

void Side::make_tags() {
  for (const std::string& key : tag_keys)
    must(lake, "CreateLFTag", {{"TagKey", key}, {"TagValues", texts(tag_values)}});
  for (const std::string& name : expressions)
    must(lake, "CreateLFTagExpression",
         {{"Name", name},
          {"Expression", {{{"TagKey", tag_keys.front()}, {"TagValues", {tag_values.front()}}}}}});
}

json::object Side::must(api::Service service, std::string_view operation, const json::object& input) {
  auto answer = client_.call(service, operation, input);
  if (answer) return *std::move(answer);
  ADD_FAILURE() << answer.error().text() << "\n" << json::serialize(input);
  return {};
}

void Side::send(const Request& request) {
  const auto answer = client_.call(lake, request.operation, request.input);
  const json::array* failures = answer ? array_at(*answer, "Failures") : nullptr;
  if (answer && (failures == nullptr || failures->empty())) return;
  if (knobs_.grant_repeat_refused) return;  // what was lost by it shows in the listing
  ADD_FAILURE() << json::serialize(request.input) << "\n"
                << (answer ? json::serialize(*failures) : answer.error().text());
}

void Side::grant(const std::vector<Grant>& drawn) {
  for (const Request& request : to_grant(terms_.grants(drawn), !knobs_.grant_repeat_refused, random_))
    send(request);
}

std::vector<Grant> Side::listed() {
  std::vector<json::object> rows;
  const auto listed = reader_.each_grant([&](json::object row) { rows.push_back(std::move(row)); });
  EXPECT_TRUE(listed.has_value()) << listed.error().text();
  for (const std::string& database : databases) {
    for (const std::string& table : tables) {
      auto more = reader_.grants_on_filters(database, table);
      EXPECT_TRUE(more.has_value()) << more.error().text();
      rows.insert(rows.end(), more->begin(), more->end());
    }
  }
  std::vector<Grant> out;
  for (const json::object& row : rows) out.push_back(permissions::read_grant(row, terms_.account).value());
  return out;
}

void Side::revoke_all_beside(const std::vector<Grant>& drawn) {
  const Meaning concerned = meaning_of(terms_.grants(drawn));
  for (const Grant& grant : listed()) {
    if (!concerned.contains(meaning_of({grant}).begin()->first)) continue;
    const Request request = to_revoke(grant, random_);
    static_cast<void>(client_.call(lake, request.operation, request.input));
  }
}

}  // namespace lakemirror::drift
