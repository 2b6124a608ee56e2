#pragma once

#include <map>
#include <optional>
#include <string>

#include "aws/statistics.h"
#include "model/activity.h"
#include "report/health.h"
#include "report/process_state.h"
#include "report/run_state.h"
#include "report/status.h"

namespace lakemirror::report {

/// Everything that /metrics tells, as of one moment. docs/operations.md says what each metric means.
struct Metrics {
  std::string version = {};
  Time now = {};
  std::optional<Status> status = {};                  ///< absent: the journal could not be read
  model::Activity activity = {};                      ///< of this process
  std::map<std::string, aws::Statistics> calls = {};  ///< by side: "source", "target"
  RunState run = {};
  JournalState journal = {};
  Health health = {};
  ProcessState process = {};
};

/// Prometheus's text format.
std::string metrics_text(const Metrics& metrics);

/// Its media type.
inline constexpr const char* metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace lakemirror::report
