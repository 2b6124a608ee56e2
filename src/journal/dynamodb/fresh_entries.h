#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"

namespace lakemirror::journal::dynamodb {

/// Entries that were stored so lately that the index may not show them yet, by their place in its order. Safe
/// for concurrent use.
class FreshEntries {
 public:
  void add(std::string order, std::string key, Time now) {
    const std::lock_guard lock(mutex_);
    entries_.insert_or_assign(std::move(order), Entry{std::move(key), now});
  }
  void remove(const std::string& order) {
    const std::lock_guard lock(mutex_);
    entries_.erase(order);
  }
  /// Up to `limit` keys by order, from after `order` on. What is older than `kept` has left.
  std::vector<std::pair<std::string, std::string>> after(const std::string& order, std::size_t limit,
                                                         Time now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const auto& item) { return item.second.added_at + kept < now; });
    std::vector<std::pair<std::string, std::string>> found;
    for (auto at = entries_.upper_bound(order); at != entries_.end() && found.size() < limit; ++at)
      found.emplace_back(at->first, at->second.key);
    return found;
  }

  /// Far longer than an index was ever seen to take.
  static constexpr Milliseconds kept = std::chrono::minutes(2);

 private:
  struct Entry {
    std::string key;
    Time added_at;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace lakemirror::journal::dynamodb
