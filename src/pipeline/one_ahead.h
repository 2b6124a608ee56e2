#pragma once

#include <functional>
#include <future>

namespace lakemirror::pipeline {

/// Runs one task while the caller prepares the next: the page that was read is applied while the following
/// one is being read. Never more than one task is under way, which bounds the memory to two pages; where two
/// of these follow one another, to three.
class OneAhead {
 public:
  /// Without `parallel` each task runs at once on the caller's thread.
  explicit OneAhead(bool parallel) : parallel_(parallel) {}
  ~OneAhead() { wait(); }

  template <class Task>
  void run(Task task) {
    wait();
    if (parallel_) {
      running_ = std::async(std::launch::async, std::move(task));
    } else {
      task();
    }
  }

  void wait() {
    if (running_.valid()) running_.get();
  }

 private:
  bool parallel_;
  std::future<void> running_;
};

}  // namespace lakemirror::pipeline
