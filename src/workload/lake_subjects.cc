#include "workload/lake_subjects.h"

#include <fmt/format.h>

#include <algorithm>

namespace lakemirror::workload {
namespace {

using Kind = GrantedOn::Kind;

json::object with_catalog(Studio& studio, json::object named, std::string_view member = "CatalogId") {
  if (studio.random.chance(0.4)) named[member] = studio.options.account;
  return named;
}

json::object columns_json(Studio& studio, const GrantedOn& on) {
  auto table = table_json(studio, on.database, on.table);
  if (on.kind == Kind::columns) {
    table["ColumnNames"] = texts(on.names);
  } else {
    table["ColumnWildcard"] = json::object{{"ExcludedColumnNames", texts(on.names)}};
  }
  return table;
}

json::object policy_json(const GrantedOn& on) {
  json::object policy{{"ResourceType", on.of_tables ? "TABLE" : "DATABASE"}};
  if (on.kind == Kind::policy) {
    policy["Expression"] = on.expression;
  } else {
    policy["ExpressionName"] = on.name;
  }
  return policy;
}

}  // namespace

std::vector<std::string> grantees(const Options& options) {
  std::vector<std::string> out;
  for (const auto* role : {"analyst", "analyst-eu", "data-science", "etl", "service-role/glue-jobs",
                           "reporting", "auditor", "steward", "athena.users", "redshift_load"})
    out.push_back(fmt::format("arn:aws:iam::{}:role/{}", options.account, role));
  out.push_back(fmt::format("arn:aws:iam::{}:user/jane.doe@example.com", options.account));
  out.push_back(fmt::format("{}:IAMPrincipals", options.account));
  return out;
}

json::object principal_json(std::string_view principal) {
  return {{"DataLakePrincipalIdentifier", principal}};
}

Change lake_change(std::string_view event_name, std::string subject, json::object input,
                   std::function<void(State&)> commit) {
  return {.event_name = std::string(event_name),
          .subject = std::move(subject),
          .input = std::move(input),
          .commit = std::move(commit),
          .service = api::Service::lakeformation};
}

std::vector<std::string> common_columns(const TableState& table) {
  if (table.kind == TableKind::link) return {};
  return {"column_0", "column_1"};
}

std::vector<std::string> lasting_columns(const TableState& table) {
  auto out = common_columns(table);
  if (table.partitioned()) out.emplace_back("key_0");
  return out;
}

std::vector<std::string> some_of(Random& random, std::vector<std::string> from, std::size_t most) {
  std::vector<std::string> out;
  const auto count = 1 + random.below(std::min(most, from.size()));
  while (out.size() < count) {
    const auto at = static_cast<std::ptrdiff_t>(random.below(from.size()));
    out.push_back(from[static_cast<std::size_t>(at)]);
    from.erase(from.begin() + at);
  }
  return out;
}

json::object table_json(Studio& studio, const std::string& database, const std::string& table) {
  return with_catalog(
      studio, {{"DatabaseName", studio.names.spelled(database)}, {"Name", studio.names.spelled(table)}});
}

json::object resource_json(Studio& studio, const GrantedOn& on) {
  switch (on.kind) {
    case Kind::catalog:
      return {{"Catalog", json::object()}};
    case Kind::database:
      return {{"Database", with_catalog(studio, {{"Name", studio.names.spelled(on.database)}})}};
    case Kind::table:
      return {{"Table", table_json(studio, on.database, on.table)}};
    case Kind::all_tables:
      return {{"Table", with_catalog(studio, {{"DatabaseName", studio.names.spelled(on.database)},
                                              {"TableWildcard", json::object()}})}};
    case Kind::columns:
    case Kind::columns_except:
      return {{"TableWithColumns", columns_json(studio, on)}};
    case Kind::filter:
      return {{"DataCellsFilter", with_catalog(studio,
                                               {{"DatabaseName", studio.names.spelled(on.database)},
                                                {"TableName", studio.names.spelled(on.table)},
                                                {"Name", on.name}},
                                               "TableCatalogId")}};
    case Kind::location:
      return {{"DataLocation", with_catalog(studio, {{"ResourceArn", on.name}})}};
    case Kind::tag:
      return {{"LFTag", with_catalog(studio, {{"TagKey", on.name}, {"TagValues", texts(on.names)}})}};
    case Kind::policy:
    case Kind::named_policy:
      return {{"LFTagPolicy", with_catalog(studio, policy_json(on))}};
  }
  return {};
}

json::array some_expression(Studio& studio) {
  json::array out;
  const auto& tags = studio.state.lake.tags;
  if (tags.empty()) return out;
  for (const auto& key : some_of(studio.random, keys_of(tags), 2)) {
    const auto& values = tags.at(key);
    out.push_back(json::object{
        {"TagKey", key}, {"TagValues", texts(some_of(studio.random, {values.begin(), values.end()}, 2))}});
  }
  return out;
}

}  // namespace lakemirror::workload
