#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lakemirror::model {

enum class KeyKind {
  catalog,
  database,
  table,
  partition,
  filter,      ///< a data cells filter of a table
  assignment,  ///< the LF-tags put on a database, or on a table and its columns
  settings,    ///< the data lake settings
  location,    ///< a location registered with Lake Formation
  tag,         ///< an LF-tag with its values
  expression,  ///< a named LF-tag expression
  grants,      ///< what one principal holds on one subject
};

/// "table", "grants": the enumerator's name.
std::string_view to_string(KeyKind kind);

/// Whether a key of that kind names something of Lake Formation, and not of the Glue Data Catalog.
constexpr bool is_governance(KeyKind kind) { return kind >= KeyKind::filter; }

/// The name of one resource in a catalog, folded and percent-escaped, such as `database/sales/table/orders`
/// or `database/sales/table/orders/partition/2026,11`. Database and table names are folded as Glue folds
/// them; partition values are data and keep their case. Of Lake Formation: `settings`, `location/ARN`,
/// `tag/KEY` (folded: whether AWS folds is contradictory, and no two tags differ only by case),
/// `expression/NAME`, `grants/PRINCIPAL/SUBJECT`, and below what they belong to `database/sales/tags`,
/// `.../table/orders/tags`,
/// `.../table/orders/filter/NAME`. Keys order so that a parent comes before its descendants.
class Key {
 public:
  /// The catalog itself: the root of the tree, written `catalog`.
  Key() = default;
  static Key database(std::string_view name);
  static Key table(std::string_view database, std::string_view table);
  static Key partition(std::string_view database, std::string_view table,
                       const std::vector<std::string>& values);
  static Key filter(std::string_view database, std::string_view table, std::string_view name);
  /// Of the LF-tags on a database or table.
  static Key assignment(const Key& object);
  static Key settings();
  static Key location(std::string_view arn);
  static Key tag(std::string_view tag_key);
  static Key expression(std::string_view name);
  /// `subject` is the text of a permissions::Resource that its lists are lists of.
  static Key grants(std::string_view principal, std::string_view subject);
  /// Reads what text() wrote.
  static Result<Key> parse(std::string_view text);

  KeyKind kind() const { return kind_; }
  const std::string& text() const { return text_; }
  /// Unescaped parts; empty where the kind has none.
  std::string database_name() const;
  std::string table_name() const;
  std::vector<std::string> partition_values() const;
  /// Of a filter, location (its ARN), tag (its folded key) or expression; the principal of grants.
  std::string name() const;

  /// The enclosing key: a table's database, a filter's table; else the catalog, which is its own parent.
  Key parent() const;
  /// True when `other` is this key or lies below it.
  bool contains(const Key& other) const;

  friend bool operator==(const Key&, const Key&) = default;
  friend std::strong_ordering operator<=>(const Key& a, const Key& b);

 private:
  Key(KeyKind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

  KeyKind kind_ = KeyKind::catalog;
  std::string text_ = "catalog";
};

/// A key, exact or with everything below it.
struct Scope {
  Key key;
  bool subtree = false;

  friend bool operator==(const Scope&, const Scope&) = default;
};

}  // namespace lakemirror::model

template <>
struct std::hash<lakemirror::model::Key> {
  std::size_t operator()(const lakemirror::model::Key& key) const {
    return std::hash<std::string>()(key.text());
  }
};
