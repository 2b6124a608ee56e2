#pragma once

#include <condition_variable>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/random.h"

namespace lakemirror::testing {

/// Threads of which one runs at a time: where it lets others go first, who goes on is drawn. A seed repeats
/// how they interleave.
class Turns {
 public:
  explicit Turns(std::uint64_t seed) : random_(seed) {}

  /// Runs the tasks, each on a thread of its own, to their ends.
  void run(const std::vector<std::function<void()>>& tasks) {
    for (std::size_t i = 0; i < tasks.size(); ++i) alive_.insert(i);
    next_ = drawn();
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      threads.emplace_back([this, i, &tasks] {
        self_ = i;
        wait_for_turn();
        tasks[i]();
        leave();
      });
    }
  }

  /// A task lets others go first. Nothing happens on any other thread.
  void pass() {
    if (!self_) return;
    {
      const std::lock_guard lock(mutex_);
      next_ = drawn();
    }
    changed_.notify_all();
    wait_for_turn();
  }

 private:
  std::size_t drawn() {
    return *std::next(alive_.begin(), static_cast<std::ptrdiff_t>(random_.below(alive_.size())));
  }
  void wait_for_turn() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return next_ == *self_; });
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      alive_.erase(*self_);
      if (!alive_.empty()) next_ = drawn();
    }
    changed_.notify_all();
  }

  Random random_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::size_t> alive_;
  std::size_t next_ = 0;
  static inline thread_local std::optional<std::size_t> self_;
};

}  // namespace lakemirror::testing
