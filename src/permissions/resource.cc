#include "permissions/resource.h"

#include <algorithm>

#include "base/text.h"
#include "permissions/names.h"

namespace lakemirror::permissions {

namespace {

constexpr std::string_view every_value = "*";

bool share_a_name(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& x) {
    return std::ranges::any_of(b, [&](const std::string& y) { return fold(x) == fold(y); });
  });
}

}  // namespace

Resource::Resource(ResourceKind kind, std::string_view database, std::string_view table)
    : kind_(kind), database_(fold(database)), table_(fold(table)) {
  write_text();
}

Resource& Resource::named(std::string_view name) {
  name_ = name;
  write_text();
  return *this;
}

Resource& Resource::listing(std::vector<std::string> names) {
  names_ = std::move(names);
  write_text();
  return *this;
}

Resource Resource::database(std::string_view name) { return Resource(ResourceKind::database, name); }

Resource Resource::table(std::string_view database, std::string_view table) {
  return Resource(ResourceKind::table, database, table);
}

Resource Resource::all_tables(std::string_view database) {
  return Resource(ResourceKind::all_tables, database);
}

Resource Resource::columns(std::string_view database, std::string_view table,
                           const std::vector<std::string>& names) {
  return Resource(ResourceKind::columns, database, table).listing(canonical_columns(names));
}

Resource Resource::columns_except(std::string_view database, std::string_view table,
                                  const std::vector<std::string>& names) {
  if (names.empty()) return Resource::table(database, table);
  return Resource(ResourceKind::columns_except, database, table).listing(canonical_columns(names));
}

Resource Resource::cells_filter(std::string_view database, std::string_view table, std::string_view name) {
  return Resource(ResourceKind::cells_filter, database, table).named(name);
}

Resource Resource::data_location(std::string_view arn) {
  return Resource(ResourceKind::data_location).named(arn);
}

Resource Resource::tag(std::string_view key, const std::vector<std::string>& values) {
  return Resource(ResourceKind::tag).named(key).listing(canonical_tag_values(values));
}

Resource Resource::tag_expression(std::string_view name) {
  return Resource(ResourceKind::tag_expression).named(name);
}

Resource Resource::databases_by_tags(TagExpression expression) {
  Resource made(ResourceKind::databases_by_tags);
  made.expression_ = std::move(expression);
  made.write_text();
  return made;
}

Resource Resource::tables_by_tags(TagExpression expression) {
  Resource made(ResourceKind::tables_by_tags);
  made.expression_ = std::move(expression);
  made.write_text();
  return made;
}

Resource Resource::databases_by_expression(std::string_view name) {
  return Resource(ResourceKind::databases_by_tags).named(name);
}

Resource Resource::tables_by_expression(std::string_view name) {
  return Resource(ResourceKind::tables_by_tags).named(name);
}

Resource Resource::in_catalog(std::string_view id) const {
  Resource made = *this;
  made.catalog_id_ = id;
  made.write_text();
  return made;
}

void Resource::write_text() {
  if (catalog_id_.empty()) {
    text_ = kind_ == ResourceKind::catalog ? "catalog" : path();
    return;
  }
  text_ = "catalog/" + percent_encode(catalog_id_);
  if (kind_ != ResourceKind::catalog) text_ += '/' + path();
}

std::string Resource::path() const {
  std::string database = "database/" + percent_encode(database_);
  std::string table = database + "/table/" + percent_encode(table_);
  const std::string tagged =
      name_.empty() ? "tags/" + expression_.text() : "expression/" + percent_encode(name_);
  switch (kind_) {
    case ResourceKind::catalog:
      return {};
    case ResourceKind::database:
      return database;
    case ResourceKind::table:
      return table;
    case ResourceKind::all_tables:
      return database + "/tables";
    case ResourceKind::columns:
      return table + "/columns/" + folded_list(names_);
    case ResourceKind::columns_except:
      return table + "/columns-except/" + folded_list(names_);
    case ResourceKind::cells_filter:
      return table + "/filter/" + percent_encode(name_);
    case ResourceKind::data_location:
      return "location/" + percent_encode(name_);
    case ResourceKind::tag:
      return "tag/" + folded_segment(name_) + "/values/" + folded_list(names_);
    case ResourceKind::tag_expression:
      return "expression/" + percent_encode(name_);
    case ResourceKind::databases_by_tags:
      return "databases-by/" + tagged;
    case ResourceKind::tables_by_tags:
      return "tables-by/" + tagged;
  }
  return {};
}

std::vector<Resource> Resource::parts() const {
  const bool divisible = kind_ == ResourceKind::columns || kind_ == ResourceKind::tag;
  if (!divisible || names_.size() < 2) return {*this};
  std::vector<Resource> parts;
  parts.reserve(names_.size());
  for (const std::string& name : names_) parts.push_back(Resource(*this).listing({name}));
  return parts;
}

bool Resource::is_list() const {
  return kind_ == ResourceKind::columns || kind_ == ResourceKind::columns_except ||
         kind_ == ResourceKind::tag;
}

Resource Resource::subject() const {
  if (kind_ == ResourceKind::tag) return Resource(*this).listing({});
  if (is_list()) return Resource::table(database_, table_).in_catalog(catalog_id_);
  return *this;
}

bool Resource::overlaps(const Resource& other) const {
  if (!is_list() || !other.is_list() || subject() != other.subject()) return false;
  if (kind_ == ResourceKind::tag) {
    return names_.empty() || other.names_.empty() || share_a_name(names_, {std::string(every_value)}) ||
           share_a_name(other.names_, {std::string(every_value)}) || share_a_name(names_, other.names_);
  }
  if (kind_ == ResourceKind::columns && other.kind_ == ResourceKind::columns)
    return share_a_name(names_, other.names_);
  // Two lists of exclusions always leave some column to both: how many columns there are is not known here.
  if (kind_ == other.kind_) return true;
  const Resource& named = kind_ == ResourceKind::columns ? *this : other;
  const Resource& excluded = kind_ == ResourceKind::columns ? other : *this;
  return !std::ranges::includes(excluded.names_, named.names_);
}

bool Resource::excludes_no_more_than(const Resource& narrower) const {
  if (kind_ != ResourceKind::columns_except || subject() != narrower.subject()) return false;
  if (narrower.kind_ == ResourceKind::columns_except) return std::ranges::includes(narrower.names_, names_);
  if (narrower.kind_ != ResourceKind::columns) return false;
  return std::ranges::none_of(
      narrower.names_, [&](const std::string& name) { return std::ranges::binary_search(names_, name); });
}

std::vector<Resource> Resource::wider() const {
  const bool of_table = is_list() && kind_ != ResourceKind::tag;
  std::vector<Resource> wider;
  if (of_table) wider.push_back(subject());
  if (of_table || kind_ == ResourceKind::table)
    wider.push_back(Resource::all_tables(database_).in_catalog(catalog_id_));
  if (kind_ == ResourceKind::tag && names_ != std::vector<std::string>{std::string(every_value)})
    wider.push_back(Resource(*this).listing({std::string(every_value)}));
  return wider;
}

std::optional<model::Key> Resource::hangs_on() const {
  if (!catalog_id_.empty() || database_.empty()) return std::nullopt;
  if (table_.empty()) return model::Key::database(database_);
  return model::Key::table(database_, table_);
}

}  // namespace lakemirror::permissions
