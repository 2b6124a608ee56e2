#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lakemirror::model {

enum class KeyKind { catalog, database, table, partition };

/// The name of one resource in a catalog, folded and percent-escaped, such as `database/sales/table/orders`
/// or `database/sales/table/orders/partition/2026,11`. Database and table names are folded as Glue folds
/// them; partition values are data and keep their case. Keys order so that a parent comes before its
/// descendants.
class Key {
 public:
  /// The catalog itself: the root of the tree, written `catalog`.
  Key() = default;
  static Key database(std::string_view name);
  static Key table(std::string_view database, std::string_view table);
  static Key partition(std::string_view database, std::string_view table,
                       const std::vector<std::string>& values);
  /// Reads what text() wrote.
  static Result<Key> parse(std::string_view text);

  KeyKind kind() const { return kind_; }
  const std::string& text() const { return text_; }
  /// Unescaped parts; empty where the kind has none.
  std::string database_name() const;
  std::string table_name() const;
  std::vector<std::string> partition_values() const;

  /// The enclosing key: a table's database, a database's catalog. The catalog is its own parent.
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
