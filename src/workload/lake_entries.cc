#include "workload/lake_entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "workload/comparison_rules.h"
#include "workload/lake_spelling.h"

namespace lakemirror::workload {
namespace {

template <class Callback>
void each_member(const json::object& lake, std::string_view kind, Callback callback) {
  const auto* members = object_at(lake, kind);
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (value.is_object()) callback(std::string(name), value.get_object());
  }
}

template <class Callback>
void each_element(const json::object& lake, std::string_view kind, Callback callback) {
  const auto* list = array_at(lake, kind);
  if (list == nullptr) return;
  for (const auto& element : *list) {
    if (element.is_object()) callback(element.get_object());
  }
}

// Shown as false or not at all: which of the two depends on whether it was ever set.
void drop_false(json::object& body) {
  for (auto at = body.begin(); at != body.end();)
    at = at->value() == json::value(false) ? body.erase(at) : at + 1;
}

LakeEntry beside(std::string_view kind, const std::string& name, json::object body) {
  LakeEntry entry{.body = std::move(body)};
  entry.at.beside = fmt::format("{}/{}", kind, name);
  entry.at.text = fmt::format("{} {}", kind, name);
  return entry;
}

bool says_nothing(const json::value& value) {
  return value.is_null() || (value.is_array() && value.get_array().empty()) || value == json::value(false);
}

// The order of principals means nothing, nor whether an empty list is written down.
json::value settled(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr) return value;
  std::vector<std::string> texts;
  for (const auto& element : *list) texts.push_back(canonical_json(element));
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  json::array out;
  for (const auto& text : texts) out.push_back(*parse_json(text));
  return out;
}

}  // namespace

bool is_in_catalog(const json::object* databases, const Difference& at) {
  const auto* database = databases == nullptr ? nullptr : object_at(*databases, at.database);
  if (database == nullptr || at.table.empty()) return database != nullptr;
  const auto* tables = object_at(*database, "tables");
  return tables != nullptr && tables->contains(at.table);
}

bool LakeReader::is_hidden(const Difference& at) const {
  return options_.databases != nullptr && !is_in_catalog(options_.databases, at);
}

bool LakeReader::is_on_link(const Difference& at) const {
  if (options_.databases == nullptr || !is_in_catalog(options_.databases, at)) return false;
  const auto* tables = object_at(*object_at(*options_.databases, at.database), "tables");
  const auto* table = object_at(*object_at(*tables, at.table), "table");
  return table != nullptr && table->contains("TargetTable");
}

LakeEntries LakeReader::settings(const json::object& lake) const {
  LakeEntries out;
  const auto* document = object_at(lake, "settings");
  if (document == nullptr) return out;
  for (const auto& [name, value] : *document) {
    if (says_nothing(value)) continue;
    LakeEntry entry{.body = {{name, settled(value)}}};
    entry.at.beside = "settings";
    entry.at.text = fmt::format("settings {}", std::string_view(name));
    out[name] = std::move(entry);
  }
  return out;
}

LakeEntries LakeReader::locations(const json::object& lake) const {
  LakeEntries out;
  each_member(lake, "locations", [&](const std::string& arn, json::object body) {
    body.erase("service");
    body.erase("VerificationStatus");  // the service's own finding
    drop_false(body);
    const auto name = expected_location(arn, options_.buckets);
    out[name] = beside("location", name, std::move(body));
  });
  return out;
}

LakeEntries LakeReader::tags(const json::object& lake) const {
  LakeEntries out;
  each_member(lake, "tags", [&](const std::string& key, const json::object& body) {
    const auto name = fold(key);
    out[name] = beside("tag", name, {{"values", folded_once(array_at(body, "values"))}});
  });
  return out;
}

LakeEntries LakeReader::expressions(const json::object& lake) const {
  LakeEntries out;
  each_member(lake, "expressions", [&](const std::string& name, const json::object& body) {
    out[name] = beside("expression", name,
                       {{"Description", text_or(body, "Description")},
                        {"Expression", spelled_expression(array_at(body, "Expression"))}});
  });
  return out;
}

LakeEntries LakeReader::assignments(const json::object& lake) const {
  LakeEntries out;
  each_element(lake, "assignments", [&](const json::object& given) {
    LakeEntry entry;
    for (const auto& [key, value] : *object_at(given, "tags"))
      entry.body[fold(std::string_view(key))] = fold(std::string_view(value.as_string()));
    entry.at.database = text_or(given, "database");
    entry.at.table = text_or(given, "table");
    entry.at.beside = "tags";
    const auto column = text_or(given, "column");
    entry.at.text = fmt::format("tags of {}{}{}{}{}", entry.at.database, entry.at.table.empty() ? "" : ".",
                                entry.at.table, column.empty() ? "" : " column ", column);
    const auto key = fmt::format("{}\x1f{}\x1f{}", entry.at.database, entry.at.table, column);
    const bool is_of_gone_column = !column.empty() && is_on_link(entry.at);
    if (!is_hidden(entry.at) && !is_of_gone_column) out[key] = std::move(entry);
  });
  return out;
}

LakeEntries LakeReader::filters(const json::object& lake) const {
  LakeEntries out;
  each_element(lake, "filters", [&](json::object body) {
    body.erase("service");
    LakeEntry entry;
    entry.at.database = text_or(body, "DatabaseName");
    entry.at.table = text_or(body, "TableName");
    entry.at.text =
        fmt::format("cell filter {}.{} {}", entry.at.database, entry.at.table, text_or(body, "Name"));
    const auto key = fmt::format("{}\x1f{}\x1f{}", entry.at.database, entry.at.table, text_or(body, "Name"));
    entry.body = spelled_columns(std::move(body));
    if (!is_hidden(entry.at) && !is_on_link(entry.at)) out[key] = std::move(entry);
  });
  return out;
}

LakeEntries LakeReader::grants(const json::object& lake) const {
  struct Words {
    std::set<std::string> permissions, grantable;
  };
  std::map<std::string, std::pair<LakeEntry, Words>> all;
  each_element(lake, "grants", [&](const json::object& row) {
    const std::string principal(text_or(row, "principal"));
    if (options_.own_principals.contains(principal)) return;
    for (const auto& resource : spelled_resources(*object_at(row, "resource"), options_.buckets)) {
      const auto condition = text_or(row, "condition");
      const auto text = fmt::format("grant to {} on {}{}{}", principal, resource.text,
                                    condition.empty() ? "" : " where ", condition);
      auto& [entry, words] = all[text];
      entry.at = {resource.database, resource.table, {}, text, resource.beside, principal};
      add_texts(array_at(row, "permissions"), words.permissions);
      add_texts(array_at(row, "grantable"), words.grantable);
    }
  });
  LakeEntries out;
  for (auto& [key, found] : all) {
    auto& [entry, words] = found;
    entry.body = {{"permissions", fmt::format("{}", fmt::join(words.permissions, ", "))},
                  {"grantable", fmt::format("{}", fmt::join(words.grantable, ", "))}};
    out[key] = std::move(entry);
  }
  return out;
}

std::span<const LakeKind> lake_kinds() {
  static constexpr LakeKind kinds[] = {
      {"locations", &LakeReader::locations},         {"tags", &LakeReader::tags},
      {"tag expressions", &LakeReader::expressions}, {"tagged resources", &LakeReader::assignments},
      {"cell filters", &LakeReader::filters},        {"grants", &LakeReader::grants}};
  return kinds;
}

}  // namespace lakemirror::workload
