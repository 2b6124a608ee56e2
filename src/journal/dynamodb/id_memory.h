#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>

namespace lakemirror::journal::dynamodb {

/// Texts that were seen lately: an hour that is read again each minute then costs a process nothing that has
/// read it before. Bounded: the older half goes when it is full. Safe for concurrent use.
class IdMemory {
 public:
  explicit IdMemory(std::size_t most) : half_(std::max<std::size_t>(1, most / 2)) {}

  bool contains(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    return newer_.contains(id) || older_.contains(id);
  }
  void add(const std::string& id) {
    const std::lock_guard lock(mutex_);
    if (newer_.size() >= half_) older_ = std::exchange(newer_, {});
    newer_.insert(id);
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    newer_.clear();
    older_.clear();
  }

 private:
  std::size_t half_;
  mutable std::mutex mutex_;
  std::unordered_set<std::string> newer_, older_;
};

}  // namespace lakemirror::journal::dynamodb
