#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "model/change.h"
#include "model/histogram.h"
#include "model/outcome.h"

namespace lakemirror::model {

/// What a process did since it began.
struct Activity {
  std::map<OutcomeKind, std::uint64_t> settled = {};  ///< outcomes written that are not provisional
  std::uint64_t retries = 0;                          ///< entries that failed and wait for another attempt
  std::map<std::pair<KeyKind, ResultKind>, std::uint64_t> changes = {};
  std::map<std::string, Histogram> lateness = {};  ///< by feed, in seconds
  std::uint64_t open_excess = 0;  ///< principals that hold more at the target than they should, now
};

}  // namespace lakemirror::model
