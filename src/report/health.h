#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "report/run_state.h"

namespace lakemirror::report {

/// What the verdict is made of, beside the run itself.
struct JournalState {
  std::string error = {};                        ///< why it cannot be read; empty when it can
  std::optional<std::uint64_t> bytes = {};       ///< of its files
  std::optional<std::uint64_t> free_bytes = {};  ///< of the file system they are in, for us
};

/// Whether a `run` does its work; a person or a supervisor has to look when not.
struct Health {
  std::vector<std::string> faults = {};

  bool is_good() const { return faults.empty(); }
};

/// A side may be away for so long before that is a fault: the loop goes on by itself when it is back.
inline constexpr Milliseconds longest_trouble = std::chrono::minutes(10);
/// So long may nothing move: no tick end, none become due, no request be sent. A request is given up long
/// before that, and tried again.
inline constexpr Milliseconds longest_silence = std::chrono::minutes(5);

Health judge_health(const RunState& run, const JournalState& journal, Time now);

/// `fence`: why one stands, where one does; that is no fault.
json::object health_json(const Health& health, const RunState& run, Time now, const std::string& fence = {});

}  // namespace lakemirror::report
