#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_set>

namespace lakemirror::local {

using SharedText = std::shared_ptr<const std::string>;

/// Keeps equal texts once. The partitions of a table nearly always repeat its columns, and every object of a
/// Region its creator: without this the local AWS needs several times the memory. Not safe for concurrent
/// use: the Region's lock guards it.
class TextPool {
 public:
  SharedText intern(std::string text) {
    auto candidate = std::make_shared<const std::string>(std::move(text));
    const auto [at, fresh] = texts_.insert(std::move(candidate));
    SharedText kept = *at;
    if (fresh && texts_.size() > sweep_at_) sweep();
    return kept;
  }

 private:
  struct Hash {
    std::size_t operator()(const SharedText& text) const { return std::hash<std::string>{}(*text); }
  };
  struct Equal {
    bool operator()(const SharedText& a, const SharedText& b) const { return *a == *b; }
  };

  /// Forgets texts that only the pool still holds. Run when the pool has doubled, so the cost per text is
  /// constant.
  void sweep() {
    std::erase_if(texts_, [](const SharedText& text) { return text.use_count() == 1; });
    sweep_at_ = std::max<std::size_t>(1024, texts_.size() * 2);
  }

  std::unordered_set<SharedText, Hash, Equal> texts_;
  std::size_t sweep_at_ = 1024;
};

}  // namespace lakemirror::local
