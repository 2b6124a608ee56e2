#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "cli/demo_state.h"
#include "cli/exit_code.h"
#include "report/paint.h"
#include "workload/comparison.h"

namespace lakemirror::cli {

/// What a demo shows at its end.
struct DemoResult {
  DemoState state = {};
  bool settled = true;                   ///< everything done at the source had come to an outcome
  std::vector<std::string> parked = {};  ///< in words; the first few
  workload::Comparison comparison = {};
};

/// The changes by event name, what became of their events, and the two Regions compared.
std::string demo_text(const DemoResult& result, const report::Paint& paint);
json::object demo_json(const DemoResult& result);

/// `incomplete` when something is parked or has not been followed, else whether the Regions are equal.
ExitCode demo_exit_code(const DemoResult& result);

}  // namespace lakemirror::cli
