#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "permissions/atom_set.h"
#include "permissions/grant.h"

namespace lakemirror::permissions {

/// A row or request of principal "p", as JSON: `row("Database":{"Name":"d"})", "ALTER,DROP", "DROP")`.
inline json::value row(const std::string& resource, const std::string& permissions,
                       const std::string& grantable = {}) {
  const auto list = [](const std::string& words) {
    json::array out;
    for (const std::string& word : split(words, ',')) {
      if (!word.empty()) out.emplace_back(word);
    }
    return out;
  };
  json::object made{{"Principal", {{"DataLakePrincipalIdentifier", "p"}}},
                    {"Permissions", list(permissions)},
                    {"PermissionsWithGrantOption", list(grantable)}};
  made["Resource"] = parse_json("{" + resource + "}").value();
  return made;
}

/// The set that some rows make; a test failure where one cannot be read.
inline AtomSet atoms_of(const std::vector<json::value>& rows) {
  AtomSet set;
  for (const json::value& row : rows) {
    const auto grant = read_grant(row, "111122223333");
    if (grant) {
      set.add(*grant);
    } else {
      ADD_FAILURE() << json::serialize(row) << ": " << grant.error().text();
    }
  }
  return set;
}

inline const std::string table_t = R"("Table":{"DatabaseName":"d","Name":"t"})";
inline const std::string all_columns_of_t =
    R"("TableWithColumns":{"CatalogId":"111122223333","DatabaseName":"d","Name":"t","ColumnWildcard":{}})";
inline const std::string database_d = R"("Database":{"Name":"d"})";

/// Columns of table d.t by their names, as in `columns_of_t(R"("a","b")")`.
inline std::string columns_of_t(const std::string& names) {
  return R"("TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnNames":[)" + names + "]}";
}

inline std::string columns_of_t_but(const std::string& names) {
  return R"("TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnWildcard":{"ExcludedColumnNames":[)" +
         names + "]}}";
}

inline std::string values_of_tag(const std::string& values) {
  return R"("LFTag":{"TagKey":"k","TagValues":[)" + values + "]}";
}

}  // namespace lakemirror::permissions
