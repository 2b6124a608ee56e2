#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace lakemirror::report {

/// What is known of a `run` that goes on.
struct RunState {
  Time started = {};
  std::uint64_t ticks = 0;         ///< ended
  std::uint64_t failed_ticks = 0;  ///< of these: in trouble
  std::optional<Time> tick_ended = {};
  std::optional<Time> next_tick = {};  ///< until when it sleeps
  Milliseconds tick_took = {};
  std::optional<Time> last_pull = {};     ///< that was answered to its end
  std::optional<Time> last_pass = {};     ///< from the journal to the target, to its end
  std::optional<Time> last_request = {};  ///< to either side, whatever came of it
  std::string trouble = {};               ///< what keeps a side from being reached; empty when all is well
  std::optional<Time> trouble_since = {};
};

}  // namespace lakemirror::report
