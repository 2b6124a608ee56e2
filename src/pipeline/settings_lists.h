#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lakemirror::pipeline {

/// The lists of principals in a document of data lake settings.
namespace settings_list {
inline constexpr std::string_view admins = "DataLakeAdmins";
inline constexpr std::string_view read_only = "ReadOnlyAdmins";
inline constexpr std::string_view data_filtering = "ExternalDataFilteringAllowList";
/// Those who administer.
inline constexpr std::array administrators = {admins, read_only};
/// Each of which the service looks up, and refuses the document for one that it does not find.
inline constexpr std::array all = {admins, read_only, data_filtering};
}  // namespace settings_list

/// Under which name the journal remembers that the source had this administrator.
std::string administrator_name(std::string_view list, std::string_view principal);
/// Whom a list names; nobody where it is missing.
std::vector<std::string> principals_of(const json::object& settings, std::string_view list);
json::array list_of(const std::vector<std::string>& principals);
/// Whom either list of administrators names.
std::set<std::string> administrators_of(const json::object& settings);
/// Whom any of its lists names.
std::set<std::string> all_principals_of(const json::object& settings);
/// The document with these taken out of every list.
json::object without_principals(json::object settings, const std::set<std::string>& left_out);
/// Brings the administrators into one order, each once: their order means nothing.
void sort_administrators(json::object& settings);

}  // namespace lakemirror::pipeline
