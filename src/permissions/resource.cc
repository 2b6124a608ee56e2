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

Resource::Resource(Body body) {
  const bool is_on_object = body.catalog_id.empty() && !body.database.empty();
  if (is_on_object) {
    body.hangs_on = body.table.empty() ? model::Key::database(body.database)
                                       : model::Key::table(body.database, body.table);
  }
  body.text = text_of(body);
  body_ = std::make_shared<const Body>(std::move(body));
}

Resource::Resource() {
  static const Resource catalog{Body()};
  body_ = catalog.body_;
}

Resource::Body Resource::of_table(ResourceKind kind, std::string_view database, std::string_view table) {
  return {.kind = kind, .database = fold(database), .table = fold(table)};
}

Resource Resource::named(ResourceKind kind, std::string_view name) {
  return Resource({.kind = kind, .name = std::string(name)});
}

Resource Resource::listing(std::vector<std::string> names) const {
  Body body = *body_;
  body.names = std::move(names);
  return Resource(std::move(body));
}

Resource Resource::database(std::string_view name) {
  return Resource(of_table(ResourceKind::database, name, {}));
}

Resource Resource::table(std::string_view database, std::string_view table) {
  return Resource(of_table(ResourceKind::table, database, table));
}

Resource Resource::all_tables(std::string_view database) {
  return Resource(of_table(ResourceKind::all_tables, database, {}));
}

Resource Resource::columns(std::string_view database, std::string_view table,
                           const std::vector<std::string>& names) {
  Body body = of_table(ResourceKind::columns, database, table);
  body.names = canonical_columns(names);
  return Resource(std::move(body));
}

Resource Resource::columns_except(std::string_view database, std::string_view table,
                                  const std::vector<std::string>& names) {
  if (names.empty()) return Resource::table(database, table);
  Body body = of_table(ResourceKind::columns_except, database, table);
  body.names = canonical_columns(names);
  return Resource(std::move(body));
}

Resource Resource::cells_filter(std::string_view database, std::string_view table, std::string_view name) {
  Body body = of_table(ResourceKind::cells_filter, database, table);
  body.name = name;
  return Resource(std::move(body));
}

Resource Resource::data_location(std::string_view arn) { return named(ResourceKind::data_location, arn); }

Resource Resource::tag(std::string_view key, const std::vector<std::string>& values) {
  return Resource(
      {.kind = ResourceKind::tag, .name = std::string(key), .names = canonical_tag_values(values)});
}

Resource Resource::tag_expression(std::string_view name) { return named(ResourceKind::tag_expression, name); }

Resource Resource::databases_by_tags(TagExpression expression) {
  return Resource({.kind = ResourceKind::databases_by_tags, .expression = std::move(expression)});
}

Resource Resource::tables_by_tags(TagExpression expression) {
  return Resource({.kind = ResourceKind::tables_by_tags, .expression = std::move(expression)});
}

Resource Resource::databases_by_expression(std::string_view name) {
  return named(ResourceKind::databases_by_tags, name);
}

Resource Resource::tables_by_expression(std::string_view name) {
  return named(ResourceKind::tables_by_tags, name);
}

Resource Resource::in_catalog(std::string_view id) const {
  if (catalog_id() == id) return *this;
  Body body = *body_;
  body.catalog_id = id;
  body.hangs_on.reset();
  return Resource(std::move(body));
}

std::string Resource::text_of(const Body& body) {
  const bool is_catalog = body.kind == ResourceKind::catalog;
  if (body.catalog_id.empty()) return is_catalog ? "catalog" : path_of(body);
  return "catalog/" + percent_encode(body.catalog_id) + (is_catalog ? "" : '/' + path_of(body));
}

std::string Resource::path_of(const Body& body) {
  const auto object = [&] {
    if (body.hangs_on) return body.hangs_on->text();
    return body.table.empty() ? model::Key::database(body.database).text()
                              : model::Key::table(body.database, body.table).text();
  };
  const auto tagged = [&] {
    return body.name.empty() ? "tags/" + body.expression.text() : "expression/" + percent_encode(body.name);
  };
  switch (body.kind) {
    case ResourceKind::catalog:
      return {};
    case ResourceKind::database:
    case ResourceKind::table:
      return object();
    case ResourceKind::all_tables:
      return object() + "/tables";
    case ResourceKind::columns:
      return object() + "/columns/" + folded_list(body.names);
    case ResourceKind::columns_except:
      return object() + "/columns-except/" + folded_list(body.names);
    case ResourceKind::cells_filter:
      return object() + "/filter/" + percent_encode(body.name);
    case ResourceKind::data_location:
      return "location/" + percent_encode(body.name);
    case ResourceKind::tag:
      return "tag/" + folded_segment(body.name) + "/values/" + folded_list(body.names);
    case ResourceKind::tag_expression:
      return "expression/" + percent_encode(body.name);
    case ResourceKind::databases_by_tags:
      return "databases-by/" + tagged();
    case ResourceKind::tables_by_tags:
      return "tables-by/" + tagged();
  }
  return {};
}

std::vector<Resource> Resource::parts() const {
  const bool divisible = kind() == ResourceKind::columns || kind() == ResourceKind::tag;
  if (!divisible || names().size() < 2) return {*this};
  std::vector<Resource> parts;
  parts.reserve(names().size());
  for (const std::string& name : names()) parts.push_back(listing({name}));
  return parts;
}

bool Resource::is_list() const {
  return kind() == ResourceKind::columns || kind() == ResourceKind::columns_except ||
         kind() == ResourceKind::tag;
}

Resource Resource::subject() const {
  if (kind() == ResourceKind::tag) return listing({});
  if (is_list()) return Resource::table(database_name(), table_name()).in_catalog(catalog_id());
  return *this;
}

bool Resource::overlaps(const Resource& other) const {
  if (!is_list() || !other.is_list() || subject() != other.subject()) return false;
  if (kind() == ResourceKind::tag) {
    return names().empty() || other.names().empty() || share_a_name(names(), {std::string(every_value)}) ||
           share_a_name(other.names(), {std::string(every_value)}) || share_a_name(names(), other.names());
  }
  if (kind() == ResourceKind::columns && other.kind() == ResourceKind::columns)
    return share_a_name(names(), other.names());
  // Two lists of exclusions always leave some column to both: how many columns there are is not known here.
  if (kind() == other.kind()) return true;
  const Resource& named = kind() == ResourceKind::columns ? *this : other;
  const Resource& excluded = kind() == ResourceKind::columns ? other : *this;
  return !std::ranges::includes(excluded.names(), named.names());
}

bool Resource::excludes_no_more_than(const Resource& narrower) const {
  if (kind() != ResourceKind::columns_except || subject() != narrower.subject()) return false;
  if (narrower.kind() == ResourceKind::columns_except)
    return std::ranges::includes(narrower.names(), names());
  if (narrower.kind() != ResourceKind::columns) return false;
  return std::ranges::none_of(
      narrower.names(), [&](const std::string& name) { return std::ranges::binary_search(names(), name); });
}

std::vector<Resource> Resource::wider() const {
  const bool of_table = is_list() && kind() != ResourceKind::tag;
  std::vector<Resource> wider;
  if (of_table) wider.push_back(subject());
  if (of_table || kind() == ResourceKind::table)
    wider.push_back(Resource::all_tables(database_name()).in_catalog(catalog_id()));
  if (kind() == ResourceKind::tag && names() != std::vector<std::string>{std::string(every_value)})
    wider.push_back(listing({std::string(every_value)}));
  return wider;
}

}  // namespace lakemirror::permissions
