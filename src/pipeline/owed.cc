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
    keys_.insert(std::move(key));
  }
  return {};
}

Result<void> Owed::add(const std::vector<Key>& keys) {
  const std::lock_guard lock(mutex_);
  const auto before = keys_.size();
  keys_.insert(keys.begin(), keys.end());
  return keys_.size() == before ? Result<void>() : store();
}

Result<void> Owed::settle(const std::vector<Key>& keys) {
  const std::lock_guard lock(mutex_);
  std::size_t settled = 0;
  for (const auto& key : keys) settled += keys_.erase(key);
  return settled == 0 ? Result<void>() : store();
}

std::vector<Key> Owed::keys() const {
  const std::lock_guard lock(mutex_);
  return {keys_.begin(), keys_.end()};
}

bool Owed::contains(const Key& key) const {
  const std::lock_guard lock(mutex_);
  return keys_.contains(key);
}

Result<void> Owed::store() {
  json::array list;
  for (const auto& key : keys_) list.emplace_back(key.text());
  return journal_.set_value(value_name, json::serialize(list));
}

}  // namespace lakemirror::pipeline
