#include "workload/lake_spelling.h"

#include <fmt/format.h>

#include "base/text.h"
#include "workload/comparison_rules.h"

namespace lakemirror::workload {
namespace {

// "Table", and what stands under it.
struct Named {
  std::string_view member;
  json::object value;
};

Named named(const json::object& resource) {
  for (const auto& [member, value] : resource) {
    if (value.is_object()) return {member, value.get_object()};
  }
  return {};
}

void fold_member(json::object& object, std::string_view member) {
  if (auto* text = object.if_contains(member); text != nullptr && text->is_string())
    *text = fold(std::string_view(text->get_string()));
}

void spell_excluded(json::object& table) {
  auto* wildcard = table.if_contains("ColumnWildcard");
  if (wildcard == nullptr || !wildcard->is_object()) return;
  auto names = folded_once(array_at(wildcard->get_object(), "ExcludedColumnNames"));
  json::object spelled;
  if (!names.empty()) spelled["ExcludedColumnNames"] = std::move(names);
  *wildcard = std::move(spelled);
}

// The list by which a grant on it falls into several.
std::string_view list_of(std::string_view member, const json::object& value) {
  if (member == "TableWithColumns" && value.contains("ColumnNames")) return "ColumnNames";
  if (member == "LFTag") return "TagValues";
  return {};
}

std::string beside(std::string_view member, const json::object& value) {
  if (member == "DataLocation") return fmt::format("location/{}", text_or(value, "ResourceArn"));
  if (member == "LFTag") return fmt::format("tag/{}", text_or(value, "TagKey"));
  if (member == "LFTagExpression") return fmt::format("expression/{}", text_or(value, "Name"));
  if (member == "LFTagPolicy") return fmt::format("policy/{}", text_or(value, "ExpressionName"));
  return member == "Catalog" ? "catalog" : "";
}

SpelledResource spelled(const Named& resource) {
  const auto& [member, value] = resource;
  SpelledResource out{.text = fmt::format("{} {}", member, canonical_json(value))};
  out.beside = beside(member, value);
  if (member == "Database") out.database = text_or(value, "Name");
  if (!value.contains("DatabaseName")) return out;
  out.database = text_or(value, "DatabaseName");
  out.table = text_or(value, member == "DataCellsFilter" ? "TableName" : "Name");
  if (value.contains("TableWildcard") || out.table == "ALL_TABLES") out.table.clear();
  return out;
}

}  // namespace

void add_texts(const json::array* list, std::set<std::string>& to) {
  if (list == nullptr) return;
  for (const auto& text : *list) to.emplace(std::string_view(text.as_string()));
}

json::array folded_once(const json::array* texts) {
  std::set<std::string> given, out;
  add_texts(texts, given);
  for (const auto& text : given) out.insert(fold(text));
  return json::array(out.begin(), out.end());
}

json::array spelled_expression(const json::array* expression) {
  std::set<std::string> pairs;
  json::array out;
  if (expression == nullptr) return out;
  for (const auto& element : *expression) {
    const auto& pair = element.as_object();
    pairs.insert(canonical_json(json::object{{"TagKey", fold(text_or(pair, "TagKey"))},
                                             {"TagValues", folded_once(array_at(pair, "TagValues"))}}));
  }
  for (const auto& pair : pairs) out.push_back(*parse_json(pair));
  return out;
}

json::object spelled_columns(json::object filter) {
  if (const auto* names = array_at(filter, "ColumnNames"); names != nullptr && !names->empty()) {
    filter["ColumnNames"] = folded_once(names);
  } else {
    filter.erase("ColumnNames");
  }
  spell_excluded(filter);
  return filter;
}

std::vector<SpelledResource> spelled_resources(const json::object& resource, const BucketPairs& buckets) {
  auto [member, value] = named(resource);
  spell_excluded(value);
  if (member == "DataLocation")
    value["ResourceArn"] = expected_location(text_or(value, "ResourceArn"), buckets);
  if (member == "LFTag") fold_member(value, "TagKey");
  if (value.contains("Expression")) value["Expression"] = spelled_expression(array_at(value, "Expression"));
  const auto list = list_of(member, value);
  if (list.empty()) return {spelled({member, value})};
  std::vector<SpelledResource> out;
  const auto names = folded_once(array_at(value, list));
  for (const auto& name : names) {
    value[list] = json::array{name};
    out.push_back(spelled({member, value}));
  }
  return out;
}

}  // namespace lakemirror::workload
