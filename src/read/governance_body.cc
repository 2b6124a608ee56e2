#include "read/governance_body.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/api.h"
#include "base/text.h"
#include "read/input_shape.h"

namespace lakemirror::read {

namespace {

constexpr std::string_view service_linked = ":role/aws-service-role/lakeformation.amazonaws.com/";

const api::Shape& shape_named(std::string_view name) {
  return *api::find_shape(api::Service::lakeformation, name);
}

void sort(json::value* value) {
  json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  std::vector<std::pair<std::string, json::value>> keyed;
  for (json::value& element : *list) {
    std::string text = canonical_json(element);
    keyed.emplace_back(std::move(text), std::move(element));
  }
  std::ranges::sort(keyed, {}, [](const auto& one) -> const std::string& { return one.first; });
  list->clear();
  for (auto& one : keyed) list->push_back(std::move(one.second));
}

/// Glue keeps names of columns in lower case (seen), whatever case somebody wrote them in here.
void fold_and_sort(json::value* value) {
  json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return;
  for (json::value& name : *list) {
    if (json::string* text = name.if_string()) *text = fold(*text);
  }
  sort(value);
}

void leave_out(json::object& body, std::string_view member, std::string_view value) {
  if (text_or(body, member) == value) body.erase(member);
}

bool is_empty_list(const json::object& body, std::string_view member) {
  const json::array* list = array_at(body, member);
  return list != nullptr && list->empty();
}

/// [{TagKey, TagValues}], sorted by key.
json::array tag_pairs(json::value* value, std::string_view account) {
  json::array* list = value == nullptr ? nullptr : value->if_array();
  json::array out;
  if (list == nullptr) return out;
  for (json::value& element : *list) {
    if (json::object* pair = element.if_object()) out.push_back(tag_body(std::move(*pair), account));
  }
  json::value sorted(std::move(out));
  sort(&sorted);
  return std::move(sorted.get_array());
}

json::object column_tags(json::value* value, std::string_view account) {
  json::object out;
  json::array* columns = value == nullptr ? nullptr : value->if_array();
  if (columns == nullptr) return out;
  for (json::value& element : *columns) {
    json::object* column = element.if_object();
    if (column == nullptr) continue;
    json::array tags = tag_pairs(column->if_contains("LFTags"), account);
    if (!tags.empty()) out[fold(text_or(*column, "Name"))] = std::move(tags);
  }
  return out;
}

}  // namespace

json::object settings_body(json::object settings) {
  static const api::Shape& shape = shape_named("DataLakeSettings");
  for (auto member = settings.begin(); member != settings.end();)
    member = member->value().is_null() ? settings.erase(member) : std::next(member);
  for (const api::Member& member : shape.members) {
    if (settings.contains(member.name)) continue;
    if (member.shape->type == api::Type::list) settings[member.name] = json::array();
    if (member.shape->type == api::Type::boolean) settings[member.name] = false;
  }
  for (auto& member : settings) sort(&member.value());
  return settings;
}

json::object location_body(json::object info, std::string_view arn) {
  static const api::Shape& shape = shape_named("RegisterResourceRequest");
  json::object body = to_input(std::move(info), shape);
  if (text_or(body, "ResourceArn").empty()) body["ResourceArn"] = arn;
  const std::string_view role = text_or(body, "RoleArn");
  if (role.empty() || role.find(service_linked) != std::string_view::npos) {
    body.erase("RoleArn");
    body["UseServiceLinkedRole"] = true;
  }
  for (const char* flag : {"HybridAccessEnabled", "WithFederation", "WithPrivilegedAccess"}) {
    const json::value* held = body.if_contains(flag);
    if (held != nullptr && *held != json::value(true)) body.erase(flag);
  }
  leave_out(body, "ExpectedResourceOwnerAccount", "");
  return body;
}

json::object tag_body(json::object tag, std::string_view account) {
  static const api::Shape& shape = shape_named("LFTagPair");
  json::object body = to_input(std::move(tag), shape);
  leave_out(body, "CatalogId", account);
  sort(body.if_contains("TagValues"));
  return body;
}

json::object expression_body(json::object expression, std::string_view account) {
  static const api::Shape& shape = shape_named("CreateLFTagExpressionRequest");
  json::object body = to_input(std::move(expression), shape);
  leave_out(body, "CatalogId", account);
  leave_out(body, "Description", "");
  body["Expression"] = tag_pairs(body.if_contains("Expression"), account);
  return body;
}

json::object assignment_body(json::object answer, bool of_table, std::string_view account) {
  json::object body;
  json::array own = tag_pairs(answer.if_contains(of_table ? "LFTagsOnTable" : "LFTagOnDatabase"), account);
  json::object columns =
      of_table ? column_tags(answer.if_contains("LFTagsOnColumns"), account) : json::object();
  if (!own.empty()) body["LFTags"] = std::move(own);
  if (!columns.empty()) body["Columns"] = std::move(columns);
  return body;
}

json::object filter_body(json::object filter, std::string_view account) {
  static const api::Shape& shape = shape_named("DataCellsFilter");
  json::object body = to_input(std::move(filter), shape);
  body.erase("VersionId");
  if (text_or(body, "TableCatalogId").empty()) body["TableCatalogId"] = account;
  for (const char* name : {"DatabaseName", "TableName"}) body[name] = fold(text_or(body, name));
  if (object_at(body, "ColumnWildcard") != nullptr) {
    json::object& wildcard = body["ColumnWildcard"].get_object();
    fold_and_sort(wildcard.if_contains("ExcludedColumnNames"));
    if (is_empty_list(wildcard, "ExcludedColumnNames")) wildcard.erase("ExcludedColumnNames");
    if (is_empty_list(body, "ColumnNames")) body.erase("ColumnNames");
  }
  fold_and_sort(body.if_contains("ColumnNames"));
  // A request takes one of the two (documented); all rows are all rows whatever stands beside.
  const json::object* rows = object_at(body, "RowFilter");
  if (rows != nullptr && rows->contains("AllRowsWildcard"))
    body["RowFilter"] = {{"AllRowsWildcard", json::object()}};
  return body;
}

}  // namespace lakemirror::read
