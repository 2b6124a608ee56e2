#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "model/key.h"

namespace lakemirror::pipeline {

/// What entries touch that are looked at for the first time. Where they meet what failed before something has
/// changed: it is worth another look, however long it was to wait.
class FreshKeys {
 public:
  void add(const model::Key& key) { keys_.insert(key); }
  bool empty() const { return keys_.empty(); }

  /// Whether one of an entry's keys, as the journal has them, is among these or lies below one of them.
  bool concern(const std::vector<std::string>& key_texts) const;

 private:
  bool hold(const model::Key& key) const;

  std::unordered_set<model::Key> keys_;
};

}  // namespace lakemirror::pipeline
