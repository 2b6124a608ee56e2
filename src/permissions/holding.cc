#include "permissions/holding.h"

#include <algorithm>

namespace lakemirror::permissions {

Holding::Rows::const_iterator Holding::place(const Key& key) const {
  return std::ranges::lower_bound(rows_, key, {}, &Rows::value_type::first);
}

void Holding::add(const Key& key, const Words& words) {
  if (words.empty()) return;
  const auto at = place(key);
  if (at != rows_.end() && at->first == key) {
    rows_[static_cast<std::size_t>(at - rows_.begin())].second.add(words);
  } else {
    rows_.insert(at, {key, words});
  }
}

void Holding::add(const Holding& other) {
  for (const auto& [key, words] : other.rows_) add(key, words);
}

const Words* Holding::find(const Key& key) const {
  const auto at = place(key);
  return at != rows_.end() && at->first == key ? &at->second : nullptr;
}

Holding Holding::normal() const {
  Holding closed;
  for (const auto& [key, words] : rows_) {
    const Words given = words.closure(key.resource.kind());
    if (!key.resource.is_list()) {  // nearly always, and then there is nothing to take apart
      closed.add(key, given);
      continue;
    }
    for (const Resource& part : key.resource.parts()) closed.add({part, key.condition}, given);
  }
  return closed;
}

Holding Holding::without(const Holding& lost) const {
  Holding left;
  const Holding lost_normal = lost.normal();
  for (const auto& [key, words] : normal().rows()) {
    const Words* there = lost_normal.find(key);
    left.add(key, there == nullptr ? words : words.without(*there));
  }
  return left;
}

Holding Holding::all_grantable() const {
  Holding all = *this;
  for (auto& [key, words] : all.rows_) words = words.all_grantable();
  return all;
}

bool operator==(const Holding& a, const Holding& b) {
  return a.rows_ == b.rows_ || a.normal().rows_ == b.normal().rows_;
}

}  // namespace lakemirror::permissions
