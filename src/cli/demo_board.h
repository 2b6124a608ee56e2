#pragma once

#include <mutex>
#include <utility>

#include "cli/demo_state.h"

namespace lakemirror::cli {

/// Where the threads of a demo write down how far they have come. Safe for concurrent use.
class DemoBoard {
 public:
  explicit DemoBoard(DemoState state) : state_(std::move(state)) {}

  template <class Change>
  void update(Change change) {
    const std::scoped_lock lock(mutex_);
    change(state_);
  }

  DemoState state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
  }

 private:
  mutable std::mutex mutex_;
  DemoState state_;  // guarded by mutex_
};

}  // namespace lakemirror::cli
