#include "pipeline/owed.h"

#include "base/json.h"

namespace lakemirror::pipeline {

using model::Key;

Result<void> Owed::load() {
  LM_TRY(const auto text, journal_.value(value_name));
  if (!text || text->empty()) return {};
  LM_TRY(const auto list, parse_json(*text));
  const std::lock_guard lock(mutex_);
  if (!list.is_array()) return {};
  for (const auto& element : list.get_array()) {
    if (!element.is_string()) continue;
    LM_TRY(auto key, Key::parse(element.get_string()));
    tables_.insert(std::move(key));
  }
  return {};
}

Result<void> Owed::add(const std::vector<Key>& tables) {
  const std::lock_guard lock(mutex_);
  const auto before = tables_.size();
  tables_.insert(tables.begin(), tables.end());
  return tables_.size() == before ? Result<void>() : store();
}

Result<void> Owed::settle(const std::vector<Key>& tables) {
  const std::lock_guard lock(mutex_);
  std::size_t settled = 0;
  for (const auto& table : tables) settled += tables_.erase(table);
  return settled == 0 ? Result<void>() : store();
}

std::vector<Key> Owed::tables() const {
  const std::lock_guard lock(mutex_);
  return {tables_.begin(), tables_.end()};
}

Result<void> Owed::store() {
  json::array list;
  for (const auto& table : tables_) list.emplace_back(table.text());
  return journal_.set_value(value_name, json::serialize(list));
}

}  // namespace lakemirror::pipeline
