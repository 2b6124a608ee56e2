#pragma once

#include <compare>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"
#include "permissions/resource_kind.h"
#include "permissions/tag_expression.h"

namespace lakemirror::permissions {

/// One thing that permissions are granted on, in the only form it has here: the spellings that Lake Formation
/// takes for one thing (TableWildcard and Name ALL_TABLES, a table and its ColumnWildcard) are one value.
///
/// Database, table and column names are folded as Glue folds them. LF-tag keys and values keep their case and
/// compare without it (see TagExpression). Whether the names of filters and of expressions are folded is not
/// documented: they are kept and compared as given, so that two can never be taken for one. Data locations
/// are compared as registered.
///
/// Immutable, and cheap to copy: copies share one body. The same thing stands in many sets at once.
class Resource {
 public:
  /// The account's own catalog.
  Resource();
  /// There is no move: what was moved from would be no resource.
  Resource(const Resource&) = default;
  Resource& operator=(const Resource&) = default;
  static Resource database(std::string_view name);
  static Resource table(std::string_view database, std::string_view table);
  static Resource all_tables(std::string_view database);
  static Resource columns(std::string_view database, std::string_view table,
                          const std::vector<std::string>& names);
  /// With no names: the table itself, for that is what a ColumnWildcard without exclusions grants.
  static Resource columns_except(std::string_view database, std::string_view table,
                                 const std::vector<std::string>& names);
  static Resource cells_filter(std::string_view database, std::string_view table, std::string_view name);
  static Resource data_location(std::string_view arn);
  static Resource tag(std::string_view key, const std::vector<std::string>& values);
  static Resource tag_expression(std::string_view name);
  static Resource databases_by_tags(TagExpression expression);
  static Resource tables_by_tags(TagExpression expression);
  /// By the name of a stored expression.
  static Resource databases_by_expression(std::string_view name);
  static Resource tables_by_expression(std::string_view name);
  /// The same in another catalog, or nested catalog, than the account's own; empty for the own one.
  Resource in_catalog(std::string_view id) const;

  ResourceKind kind() const { return body_->kind; }
  const std::string& catalog_id() const { return body_->catalog_id; }
  const std::string& database_name() const { return body_->database; }
  const std::string& table_name() const { return body_->table; }
  /// Of a filter or expression; the key of a tag; the ARN of a location.
  const std::string& name() const { return body_->name; }
  /// Columns or tag values, sorted.
  const std::vector<std::string>& names() const { return body_->names; }
  const TagExpression& expression() const { return body_->expression; }
  /// Equal exactly for equal resources: "database/sales/table/orders/columns/a,b".
  const std::string& text() const { return body_->text; }

  /// Named columns and tag values are granted as lists, and whether Lake Formation keeps two lists apart is
  /// not documented; what each name gives is the same either way. A list taken apart; anything else as it is.
  std::vector<Resource> parts() const;
  /// What lists are lists of: the table of columns, the tag without its values. Anything else is its own.
  Resource subject() const;
  bool is_list() const;
  /// For two lists of one subject: whether any column or value can be in both.
  bool overlaps(const Resource& other) const;
  /// For lists of excluded columns: whether everything in `narrower`, a list of the same table, is in this
  /// too.
  bool excludes_no_more_than(const Resource& narrower) const;
  /// Resources that hold this one entirely and on which the same permission therefore gives at least as much.
  std::vector<Resource> wider() const;

  /// The database or table that this goes with when it goes: also that of its columns, filters, or of all its
  /// tables. None for what hangs on no object, and in catalogs other than the account's own.
  const std::optional<model::Key>& hangs_on() const { return body_->hangs_on; }

  friend bool operator==(const Resource& a, const Resource& b) {
    return a.body_ == b.body_ || a.text() == b.text();
  }
  friend std::strong_ordering operator<=>(const Resource& a, const Resource& b) {
    if (a.body_ == b.body_) return std::strong_ordering::equal;
    return a.text() <=> b.text();
  }

 private:
  struct Body {
    ResourceKind kind = ResourceKind::catalog;
    std::string catalog_id = {};
    std::string database = {};
    std::string table = {};
    std::string name = {};
    std::vector<std::string> names = {};
    TagExpression expression = {};
    std::string text = {};                    ///< follows from the others
    std::optional<model::Key> hangs_on = {};  ///< as well
  };

  explicit Resource(Body body);
  static Body of_table(ResourceKind kind, std::string_view database, std::string_view table);
  static Resource named(ResourceKind kind, std::string_view name);
  Resource listing(std::vector<std::string> names) const;
  static std::string text_of(const Body& body);
  static std::string path_of(const Body& body);

  std::shared_ptr<const Body> body_;
};

}  // namespace lakemirror::permissions

template <>
struct std::hash<lakemirror::permissions::Resource> {
  std::size_t operator()(const lakemirror::permissions::Resource& resource) const {
    return std::hash<std::string>()(resource.text());
  }
};
