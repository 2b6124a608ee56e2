#include "permissions/resource_kind.h"

namespace lakemirror::permissions {

std::string_view to_string(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::catalog:
      return "catalog";
    case ResourceKind::database:
      return "database";
    case ResourceKind::table:
      return "table";
    case ResourceKind::all_tables:
      return "all tables";
    case ResourceKind::columns:
      return "columns";
    case ResourceKind::columns_except:
      return "all columns but";
    case ResourceKind::cells_filter:
      return "data cells filter";
    case ResourceKind::data_location:
      return "data location";
    case ResourceKind::tag:
      return "LF-tag";
    case ResourceKind::tag_expression:
      return "LF-tag expression";
    case ResourceKind::databases_by_tags:
      return "databases by LF-tags";
    case ResourceKind::tables_by_tags:
      return "tables by LF-tags";
  }
  return {};
}

}  // namespace lakemirror::permissions
