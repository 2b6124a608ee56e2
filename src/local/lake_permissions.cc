#include "local/lake_permissions.h"

#include <algorithm>
#include <array>

namespace lakemirror::local {

namespace {

constexpr std::array<std::string_view, 16> permission_names = {"ALL",
                                                               "ALTER",
                                                               "ASSOCIATE",
                                                               "CREATE_CATALOG",
                                                               "CREATE_DATABASE",
                                                               "CREATE_LF_TAG",
                                                               "CREATE_LF_TAG_EXPRESSION",
                                                               "CREATE_TABLE",
                                                               "DATA_LOCATION_ACCESS",
                                                               "DELETE",
                                                               "DESCRIBE",
                                                               "DROP",
                                                               "GRANT_WITH_LF_TAG_EXPRESSION",
                                                               "INSERT",
                                                               "SELECT",
                                                               "SUPER_USER"};

}  // namespace

std::string_view to_string(Permission permission) {
  return permission_names[static_cast<std::size_t>(permission)];
}

PermissionSet PermissionSet::parse(const json::array* words) {
  PermissionSet out;
  if (words == nullptr) return out;
  for (const auto& word : *words) {
    const auto at = std::ranges::find(permission_names, std::string_view(word.get_string()));
    if (at != permission_names.end())
      out.bits_ |= bit(static_cast<Permission>(at - permission_names.begin()));
  }
  return out;
}

json::array PermissionSet::to_json() const {
  json::array out;
  for (std::size_t i = 0; i < permission_names.size(); ++i) {
    if (has(static_cast<Permission>(i))) out.emplace_back(permission_names[i]);
  }
  return out;
}

}  // namespace lakemirror::local
