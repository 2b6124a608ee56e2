#pragma once

#include <string>
#include <vector>

#include "workload/change.h"
#include "workload/subjects.h"

namespace lakemirror::workload {

/// Those to whom the workload grants: roles, a user, and all principals of the account.
std::vector<std::string> grantees(const Options& options);
json::object principal_json(std::string_view principal);
/// What Lake Formation calls those whom IAM allows: its default grants are to them.
inline constexpr std::string_view everybody = "IAM_ALLOWED_PRINCIPALS";

/// A change of Lake Formation that should succeed.
Change lake_change(std::string_view event_name, std::string subject, json::object input,
                   std::function<void(State&)> commit);

/// Columns that every later description of the table has as well.
std::vector<std::string> lasting_columns(const TableState& table);
/// Columns that every table of its name has, whatever it becomes: what is put on them may outlive the table.
std::vector<std::string> common_columns(const TableState& table);
/// Some of them, at least one.
std::vector<std::string> some_of(Random& random, std::vector<std::string> from, std::size_t most);

/// How a request names a table; the database in some spelling too.
json::object table_json(Studio& studio, const std::string& database, const std::string& table);
/// How a request names what is granted on, in one of the spellings that mean it.
json::object resource_json(Studio& studio, const GrantedOn& on);

/// An expression over tags there are: [{"TagKey": ..., "TagValues": [...]}]; empty without tags.
json::array some_expression(Studio& studio);

/// Something to grant on; nothing when what was drawn does not exist.
std::optional<GrantedOn> something_to_grant_on(Studio& studio);
/// What can be granted there.
std::vector<std::string> permissions_on(const State& state, const GrantedOn& on);

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

}  // namespace lakemirror::workload
