#include "permissions/holding.h"

namespace lakemirror::permissions {

void Holding::add(const Key& key, const Words& words) {
  if (!words.empty()) rows_[key].add(words);
}

void Holding::add(const Holding& other) {
  for (const auto& [key, words] : other.rows_) add(key, words);
}

const Words* Holding::find(const Key& key) const {
  const auto at = rows_.find(key);
  return at == rows_.end() ? nullptr : &at->second;
}

Holding Holding::normal() const {
  Holding closed;
  for (const auto& [key, words] : rows_) {
    const Words given = words.closure(key.resource.kind());
    for (const Resource& part : key.resource.parts()) closed.add({part, key.condition}, given);
  }
  return closed;
}

bool operator==(const Holding& a, const Holding& b) {
  return a.rows_ == b.rows_ || a.normal().rows_ == b.normal().rows_;
}

}  // namespace lakemirror::permissions
