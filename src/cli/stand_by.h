#pragma once

#include <functional>
#include <stop_token>

#include "cli/workbench.h"
#include "pipeline/loop.h"

namespace lakemirror::cli {

/// How a daemon waits for the lease: it asks again and again, says once why it waits, and says when it goes
/// on.
class StandBy {
 public:
  StandBy(Clock& clock, Milliseconds pause) : clock_(clock), pause_(pause) {}

  /// True once the lease is held; false when a stop was requested. `on_wait` hears of each attempt as of a
  /// tick that did nothing.
  Result<bool> until_held(Workbench& bench, const std::stop_token& stop,
                          const std::function<void(const pipeline::Loop::Tick&)>& on_wait);
  /// Whether what ended the work is that the lease was lost: then it is asked for again.
  bool takes_up(Workbench& bench, const Error& error);

 private:
  static std::string reason_of(const Workbench& bench, const Result<bool>& taken);
  void say(const std::string& why);

  Clock& clock_;
  Milliseconds pause_;
  std::string said_;
};

}  // namespace lakemirror::cli
