#pragma once

#include <string_view>

namespace lakemirror::permissions {

/// What Lake Formation can grant permissions on. Finer than the members of the API's Resource: all tables of
/// a database are no table, and what ALL means depends on what a tag policy is about.
enum class ResourceKind {
  catalog,
  database,
  table,
  all_tables,         ///< of one database, those to come included: TableWildcard
  columns,            ///< the named columns of a table
  columns_except,     ///< every column of a table but the named ones
  cells_filter,       ///< rows and columns of a table, by the name of a data cells filter
  data_location,      ///< a registered S3 location
  tag,                ///< an LF-tag with some of its values
  tag_expression,     ///< a named LF-tag expression
  databases_by_tags,  ///< LFTagPolicy with ResourceType DATABASE
  tables_by_tags,     ///< LFTagPolicy with ResourceType TABLE
};

std::string_view to_string(ResourceKind kind);

}  // namespace lakemirror::permissions
