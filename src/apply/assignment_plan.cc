#include "apply/assignment_plan.h"

#include "base/text.h"

namespace lakemirror::apply {

namespace {

const std::string* find_ignoring_case(const TagValues& tags, const std::string& key) {
  for (const auto& [name, value] : tags) {
    if (fold(name) == fold(key)) return &value;
  }
  return nullptr;
}

TagValues to_remove(const TagValues& held, const TagValues& wanted) {
  TagValues out;
  for (const auto& [key, value] : held) {
    if (find_ignoring_case(wanted, key) == nullptr) out.emplace(key, value);
  }
  return out;
}

TagValues to_add(const TagValues& held, const TagValues& wanted) {
  TagValues out;
  for (const auto& [key, value] : wanted) {
    const std::string* there = find_ignoring_case(held, key);
    if (there == nullptr || fold(*there) != fold(value)) out.emplace(key, value);
  }
  return out;
}

const TagValues& of_column(const AssignedTags& tags, const std::string& column) {
  static const TagValues none;
  const auto found = tags.columns.find(column);
  return found == tags.columns.end() ? none : found->second;
}

/// Columns that need the same go in one call: wide tables are often tagged alike.
template <class Need>
void plan_columns(bool adds, const AssignedTags& held, const AssignedTags& wanted, const Need& need,
                  std::vector<AssignmentCall>& calls) {
  std::map<TagValues, std::vector<std::string>> by_need;
  std::map<std::string, bool> columns;
  for (const auto& [column, tags] : held.columns) columns[column] = true;
  for (const auto& [column, tags] : wanted.columns) columns[column] = true;
  for (const auto& [column, known] : columns)
    by_need[need(of_column(held, column), of_column(wanted, column))].push_back(column);
  for (auto& [tags, names] : by_need) {
    if (!tags.empty()) calls.push_back({.adds = adds, .columns = std::move(names), .tags = tags});
  }
}

}  // namespace

TagValues tag_values(const json::array* pairs) {
  TagValues out;
  if (pairs == nullptr) return out;
  for (const json::value& element : *pairs) {
    const json::object* pair = element.if_object();
    const json::array* values = pair == nullptr ? nullptr : array_at(*pair, "TagValues");
    if (values == nullptr || values->empty() || !values->front().is_string()) continue;
    out.insert_or_assign(std::string(text_or(*pair, "TagKey")), std::string(values->front().get_string()));
  }
  return out;
}

json::array to_json(const TagValues& tags) {
  json::array out;
  for (const auto& [key, value] : tags) out.push_back({{"TagKey", key}, {"TagValues", {value}}});
  return out;
}

AssignedTags read_body(const json::object& body) {
  AssignedTags out{.own = tag_values(array_at(body, "LFTags"))};
  const json::object* columns = object_at(body, "Columns");
  if (columns == nullptr) return out;
  for (const auto& column : *columns)
    out.columns.emplace(fold(column.key()), tag_values(column.value().if_array()));
  return out;
}

AssignedTags read_answer(const json::object& answer, bool of_table) {
  AssignedTags out{.own = tag_values(array_at(answer, of_table ? "LFTagsOnTable" : "LFTagOnDatabase"))};
  const json::array* columns = of_table ? array_at(answer, "LFTagsOnColumns") : nullptr;
  if (columns == nullptr) return out;
  for (const json::value& element : *columns) {
    const json::object* column = element.if_object();
    if (column != nullptr)
      out.columns.emplace(fold(text_or(*column, "Name")), tag_values(array_at(*column, "LFTags")));
  }
  return out;
}

std::vector<AssignmentCall> plan_assignment(const AssignedTags& held, const AssignedTags& wanted) {
  std::vector<AssignmentCall> calls;
  if (auto tags = to_remove(held.own, wanted.own); !tags.empty())
    calls.push_back({.adds = false, .tags = std::move(tags)});
  plan_columns(false, held, wanted, to_remove, calls);
  if (auto tags = to_add(held.own, wanted.own); !tags.empty())
    calls.push_back({.adds = true, .tags = std::move(tags)});
  plan_columns(true, held, wanted, to_add, calls);
  return calls;
}

}  // namespace lakemirror::apply
