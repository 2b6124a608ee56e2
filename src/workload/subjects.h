#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workload/change.h"

namespace lakemirror::workload {

/// A table of the state with its folded names. Points into the state it was found in.
struct TableSubject {
  std::string database;
  std::string name;
  const TableState* table;
};

std::string database_subject(const std::string& database);
std::string table_subject(const std::string& database, const std::string& table);

/// A database that is no link, at random.
std::optional<std::string> some_database(Studio& studio);
/// A table that passes `wanted`, at random.
std::optional<TableSubject> some_table(Studio& studio, const std::function<bool(const TableState&)>& wanted);
/// The smallest-numbered kind of name that is free, at random among the free ones.
std::optional<std::string> free_database_name(Studio& studio);
std::optional<std::string> free_table_name(Studio& studio, const std::string& database);

/// True when `options.keep` still holds without the table, or without the database and all in it.
bool can_spare(const Studio& studio, const TableState& table);
bool can_spare(const Studio& studio, const DatabaseState& database);

/// {"DatabaseName": ..., "TableName": ...} in some spelling; `name_member` says how the operation calls the
/// table.
json::object table_address(Studio& studio, const TableSubject& subject,
                           std::string_view name_member = "TableName");
json::array texts(const std::vector<std::string>& values);

}  // namespace lakemirror::workload
