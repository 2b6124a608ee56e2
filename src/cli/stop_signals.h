#pragma once

#include <stop_token>
#include <thread>

namespace lakemirror::cli {

/// Turns the first SIGINT or SIGTERM into a stop request and the second into an immediate exit with code 130;
/// ignores SIGPIPE, so that a closed pipe or connection is an error of the write and not the end of the
/// process. One instance in a process, made before other threads.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// From now on a stop is not remarked on standard error, where every line has a form.
  static void keep_silent();

  std::stop_token token() const { return source_.get_token(); }

 private:
  void wait();

  std::stop_source source_;
  int pipe_[2] = {-1, -1};
  std::thread waiter_;
};

}  // namespace lakemirror::cli
