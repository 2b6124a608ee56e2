#pragma once

#include <mutex>
#include <set>
#include <string>

#include "base/result.h"
#include "journal/journal.h"
#include "model/key.h"

namespace lakemirror::pipeline {

/// Tables that are being removed and made again at the target: until their partitions are back, they are owed a look
/// at everything below them, whatever becomes of this process. Kept in the journal. Safe for concurrent use.
class Owed {
 public:
  explicit Owed(journal::Journal& journal) : journal_(journal) {}

  /// Reads what an earlier process left.
  Result<void> load();
  /// Durable when it returns.
  Result<void> add(const std::vector<model::Key>& tables);
  Result<void> settle(const std::vector<model::Key>& tables);
  std::vector<model::Key> tables() const;

  static constexpr std::string_view value_name = "owed_partitions";  ///< a JSON list of keys

 private:
  Result<void> store();

  journal::Journal& journal_;
  mutable std::mutex mutex_;
  std::set<model::Key> tables_;
};

}  // namespace lakemirror::pipeline
