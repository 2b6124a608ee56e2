#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lakemirror::local {

/// Sorts, and leaves each text once.
void sort_once(std::vector<std::string>& texts);

/// One LF-tag with some of its values.
struct TagPair {
  std::string key = {};
  std::vector<std::string> values = {};  ///< sorted, each once

  friend bool operator==(const TagPair&, const TagPair&) = default;
};

/// What permissions are granted on. Names of the catalog are folded; lists are sorted and hold each name
/// once, since the order of a request has no meaning.
struct LakeResource {
  enum class Kind {
    catalog,
    database,
    table,        ///< `table` empty: every table of the database
    columns_but,  ///< all columns but those in `names`; `table` empty: of every table of the database
    columns,      ///< the columns in `names`
    cells_filter,
    location,
    tag,             ///< values of an LF-tag
    tag_policy,      ///< whatever matches `expression`
    named_policy,    ///< whatever matches the LF-tag expression of that name
    tag_expression,  ///< the LF-tag expression itself
  };

  Kind kind = Kind::catalog;
  std::string database = {};
  std::string table = {};
  std::string name = {};                 ///< of a filter or expression, key of a tag, ARN of a location
  std::vector<std::string> names = {};   ///< columns, or values of the tag
  std::vector<TagPair> expression = {};  ///< sorted by key
  bool of_tables = false;                ///< a policy's ResourceType: TABLE, else DATABASE

  /// A text that is equal for equal resources. Those of a database begin with prefix(database), those of a
  /// table with prefix(database, table), and a database's own is its prefix.
  std::string key() const;
  static std::string prefix(std::string_view database);
  static std::string prefix(std::string_view database, std::string_view table);

  /// As the API spells it. An empty account leaves CatalogId out.
  json::object to_json(std::string_view account) const;

  bool is_policy() const { return kind == Kind::tag_policy || kind == Kind::named_policy; }
  /// Every column of one table, or of every table.
  bool is_all_columns() const { return kind == Kind::columns_but && names.empty(); }

  friend bool operator==(const LakeResource&, const LakeResource&) = default;
};

/// An expression as the API spells it: [{TagKey, TagValues}].
json::array to_json(const std::vector<TagPair>& expression);

}  // namespace lakemirror::local
