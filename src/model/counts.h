#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "base/clock.h"
#include "model/outcome.h"

namespace lakemirror::model {

/// How many entries a journal holds, by what became of them.
struct Counts {
  std::uint64_t pending = 0;
  std::uint64_t provisional = 0;  ///< of the pending: applied or found equal, looked at once more later
  std::uint64_t parked = 0;
  std::uint64_t processed = 0;
  std::map<OutcomeKind, std::uint64_t> by_outcome = {};
  std::optional<Time> oldest_pending = {};    ///< event time
  std::optional<Time> oldest_unsettled = {};  ///< event time of the oldest entry pending, parked or skipped
  std::optional<Time> newest_event = {};
};

}  // namespace lakemirror::model
