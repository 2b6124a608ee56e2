#pragma once

#include <string>
#include <string_view>

#include "local/call.h"

namespace lakemirror::local {

/// Where a name of a request leads, resource links followed (Lake Formation guide, resource links).

struct DatabasePlace {
  std::string name;          ///< folded; the target's, when a link was followed
  const Database* database;  ///< never null
  bool linked = false;
};

struct TablePlace {
  std::string database_name;
  const Database* database;
  std::string name;
  const Table* table;  ///< never null
  int links = 0;       ///< how many were followed: 0, 1 or 2
};

/// The database itself, be it a link. Missing: "Database <name> not found."
Result<DatabasePlace> find_database(const Call& call, std::string_view name, View view);

/// The same, and through one link. A link whose target is missing, or in another account or Region, is as
/// missing.
Result<DatabasePlace> follow_database(const Call& call, std::string_view name, View view);

/// The table in that database (through a link), be it a link itself; `missing` is the message when there is
/// none.
Result<TablePlace> find_table(const Call& call, std::string_view database, std::string_view name, View view,
                              std::string missing);
/// "Table <name> not found."
std::string table_not_found(std::string_view name);

/// The same, and through one table link; only partition calls and UpdateTable follow that far.
Result<TablePlace> follow_table(const Call& call, std::string_view database, std::string_view name,
                                View view);

/// What a link leads to, if it is in this catalog and no link itself; else nullptr.
const Database* target_of(const Call& call, const Database& link, View view);
const Table* target_of(const Call& call, const Table& link, View view);

/// Reads TargetDatabase or TargetTable of an input; null when it has none.
std::shared_ptr<const LinkTarget> read_link(const json::object& input, std::string_view member);

}  // namespace lakemirror::local
