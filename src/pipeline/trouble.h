#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/error.h"

namespace lakemirror::pipeline {

/// What ends a pass early: a side that cannot be reached, stored state that cannot be trusted, a lease that
/// is lost, or the user. Trying the other ten thousand keys against a dead endpoint helps nobody. Safe for
/// concurrent use.
class Trouble {
 public:
  explicit Trouble(std::stop_token stop) : stop_(std::move(stop)) {}

  /// Takes note of an error; only those that concern every key end the pass.
  void note(const Error& error);
  /// Ends the pass with this error whatever its kind: without what failed nothing else can be decided.
  void fail_pass(const Error& error);
  bool is_over() const { return over_ || stop_.stop_requested(); }
  std::optional<Error> error() const;

 private:
  std::stop_token stop_;
  std::atomic<bool> over_ = false;
  mutable std::mutex mutex_;
  std::optional<Error> error_;
};

}  // namespace lakemirror::pipeline
