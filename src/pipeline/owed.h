#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"
#include "model/key.h"

namespace lakemirror::pipeline {

/// Tables and databases that were made at the target because something in them was touched, or are being made
/// anew: until all that belongs in them is there, they are owed a look at everything below them, whatever
/// becomes of this process. Kept in the journal. Safe for concurrent use.
class Owed {
 public:
  explicit Owed(journal::Journal& journal) : journal_(journal) {}

  /// Reads what an earlier process left.
  Result<void> load();
  /// Durable when it returns.
  Result<void> add(const std::vector<model::Key>& keys);
  Result<void> settle(const std::vector<model::Key>& keys);
  std::vector<model::Key> keys() const;
  bool contains(const model::Key& key) const;

  static constexpr std::string_view value_name = "owed_subtrees";  ///< a JSON list of keys

 private:
  Result<void> store();

  journal::Journal& journal_;
  mutable std::mutex mutex_;
  std::set<model::Key> keys_;
};

}  // namespace lakemirror::pipeline
