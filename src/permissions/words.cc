#include "permissions/words.h"

#include <algorithm>

#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

Words::Entries::const_iterator Words::place(std::string_view word) const {
  return std::ranges::lower_bound(words_, word, {},
                                  [](const auto& entry) { return std::string_view(entry.first); });
}

Words::Entries::const_iterator Words::find(std::string_view word) const {
  const auto at = place(word);
  return at != words_.end() && at->first == word ? at : words_.end();
}

void Words::add(std::string_view word, bool grantable) {
  const auto at = words_.begin() + (place(word) - words_.begin());
  if (at == words_.end() || at->first != word) {
    words_.emplace(at, word, grantable);
  } else {
    at->second = at->second || grantable;
  }
}

void Words::add(const Words& other) {
  for (const auto& [word, grantable] : other.words_) add(word, grantable);
}

void Words::remove(std::string_view word) {
  if (const auto at = find(word); at != words_.end()) words_.erase(at);
}

bool Words::holds(std::string_view word, bool grantable) const {
  const auto at = find(word);
  return at != words_.end() && (at->second || !grantable);
}

bool Words::holds_all(const Words& other) const {
  return std::ranges::all_of(other.words_,
                             [&](const auto& entry) { return holds(entry.first, entry.second); });
}

Words Words::without(const Words& other) const {
  Words left;
  for (const auto& [word, grantable] : words_) {
    if (!other.holds(word, grantable)) left.add(word, grantable);
  }
  return left;
}

Words Words::closure(ResourceKind kind) const {
  Words closed = *this;
  const auto at = find(all);
  if (at == words_.end()) return closed;
  for (const ValidPermission& valid : valid_permissions(kind)) {
    if (all_implies(kind, valid.word)) closed.add(valid.word, at->second);
  }
  return closed;
}

Words Words::without_implied(ResourceKind kind) const {
  const auto at = find(all);
  if (at == words_.end()) return *this;
  Words least;
  for (const auto& [word, grantable] : words_) {
    const bool implied = word != all && all_implies(kind, word) && (at->second || !grantable);
    if (!implied) least.add(word, grantable);
  }
  return least;
}

std::vector<std::string> Words::names() const {
  std::vector<std::string> names;
  for (const auto& [word, grantable] : words_) names.push_back(word);
  return names;
}

std::vector<std::string> Words::grantable_names() const {
  std::vector<std::string> names;
  for (const auto& [word, grantable] : words_) {
    if (grantable) names.push_back(word);
  }
  return names;
}

}  // namespace lakemirror::permissions
