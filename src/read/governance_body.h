#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace lakemirror::read {

/// Bodies of what Lake Formation keeps, made of what it answers. Equal bodies mean the same: lists whose
/// order means nothing are sorted, members that say what is so without them are left out, and so is the
/// catalog id where it is `account`, which every request means without it.

/// The whole document, for PutDataLakeSettings replaces it whole: members that are not known pass through.
/// Known lists and flags that are missing are spelled out, as a Put without them would set them (seen).
json::object settings_body(json::object settings);

/// As RegisterResource takes it. `arn` is what was asked for, since DescribeResource has been seen to leave
/// it out. UseServiceLinkedRole stands in the place of the service-linked role's ARN, which nobody may name.
json::object location_body(json::object info, std::string_view arn);

/// {TagKey, TagValues}; keys and values keep their case, since whether Lake Formation folds it is
/// contradictory.
json::object tag_body(json::object tag, std::string_view account);

/// {Name, Description, Expression: [{TagKey, TagValues}]}
json::object expression_body(json::object expression, std::string_view account);

/// {"LFTags": [{TagKey, TagValues}], "Columns": {column: [{TagKey, TagValues}]}}, of a database without
/// Columns; empty when nothing is put on anything. Tags that a table has of its database are not among them.
json::object assignment_body(json::object answer, bool of_table, std::string_view account);

/// As CreateDataCellsFilter's TableData, without the version: {TableCatalogId, DatabaseName, TableName, Name,
/// RowFilter, ColumnNames or ColumnWildcard}. A filter is found by all four names, so the catalog stays.
json::object filter_body(json::object filter, std::string_view account);

}  // namespace lakemirror::read
