#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

bool can_be_filtered(const TableState& table) {
  return table.kind == TableKind::hive || table.kind == TableKind::iceberg;
}

std::string filtered_subject(const LakeState::FilterName& filter) {
  return table_subject(std::get<0>(filter), std::get<1>(filter));
}

json::object named(Studio& studio, const LakeState::FilterName& filter) {
  const auto& [database, table, name] = filter;
  return {{"TableCatalogId", studio.options.account},
          {"DatabaseName", studio.names.spelled(database)},
          {"TableName", studio.names.spelled(table)},
          {"Name", name}};
}

json::object row_filter(Studio& studio) {
  if (studio.random.chance(0.4)) return {{"AllRowsWildcard", json::object()}};
  static const std::vector<std::string> expressions = {"column_0 = 'eu'", "column_1 > 10 AND column_0 <> ''",
                                                       "column_0 IN ('größe', 'a,b')"};
  return {{"FilterExpression", pick(studio.random, expressions)}};
}

json::object data(Studio& studio, const LakeState::FilterName& filter) {
  auto out = named(studio, filter);
  out["RowFilter"] = row_filter(studio);
  const auto columns = common_columns(*studio.state.table(std::get<0>(filter), std::get<1>(filter)));
  switch (studio.random.below(3)) {
    case 0:
      out["ColumnNames"] = texts(some_of(studio.random, columns, 2));
      break;
    case 1:
      out["ColumnWildcard"] = json::object();
      break;
    default:
      out["ColumnWildcard"] =
          json::object{{"ExcludedColumnNames", texts(some_of(studio.random, columns, 1))}};
  }
  return out;
}

std::optional<LakeState::FilterName> some_filter(Studio& studio) {
  const auto& filters = studio.state.lake.filters;
  if (filters.empty()) return std::nullopt;
  return *std::next(filters.begin(), static_cast<std::ptrdiff_t>(studio.random.below(filters.size())));
}

}  // namespace

std::optional<Change> create_filter(Studio& studio) {
  static const std::vector<std::string> names = {"eu_only", "No PII", "größe"};
  const auto table = some_table(studio, can_be_filtered);
  if (!table) return std::nullopt;
  const LakeState::FilterName filter(table->database, table->name, pick(studio.random, names));
  if (studio.state.lake.filters.contains(filter)) return std::nullopt;
  return lake_change("CreateDataCellsFilter", filtered_subject(filter), {{"TableData", data(studio, filter)}},
                     [filter](State& state) { state.lake.filters.insert(filter); });
}

std::optional<Change> update_filter(Studio& studio) {
  const auto filter = some_filter(studio);
  if (!filter) return std::nullopt;
  return lake_change("UpdateDataCellsFilter", filtered_subject(*filter),
                     {{"TableData", data(studio, *filter)}}, [](State&) {});
}

std::optional<Change> delete_filter(Studio& studio) {
  if (studio.state.lake.filters.size() <= studio.options.keep.filters) return std::nullopt;
  const auto filter = some_filter(studio);
  return lake_change("DeleteDataCellsFilter", filtered_subject(*filter), named(studio, *filter),
                     [filter = *filter](State& state) { state.lake.remove_filter(filter); });
}

}  // namespace lakemirror::workload
