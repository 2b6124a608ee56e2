#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "aws/limiter.h"
#include "aws/statistics.h"
#include "base/clock.h"

namespace lakemirror::aws {

/// What a side remembers about one of its operations: name, pace and counts. Safe for concurrent use.
struct OperationState {
  std::string name;  ///< "glue:CreateTable"
  std::unique_ptr<Limiter> limiter;
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint64_t> throttles{0};
  std::atomic<std::uint64_t> failures{0};
  std::atomic<Milliseconds::rep> last_sent_ms{0};  ///< since 1970: when a request was last on its way

  OperationCounts counts() const { return {calls, retries, throttles, failures}; }
};

}  // namespace lakemirror::aws
