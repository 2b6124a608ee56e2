#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "cli/demo_state.h"
#include "cli/progress_line.h"

namespace lakemirror::cli {

/// Shows on standard error how a demo stands: on a terminal a few lines that are drawn again in their place,
/// elsewhere a line every few seconds. The last drawing stays. One thread.
class DemoScreen {
 public:
  explicit DemoScreen(ProgressLine::Mode mode) : mode_(mode) {}

  /// Shows the state. Elsewhere than on a terminal only when it is time for a line again, or with `now`.
  void show(const DemoState& state, bool now = false);

 private:
  void draw(const DemoState& state);

  const ProgressLine::Mode mode_;
  std::vector<std::size_t> widths_ = {};  ///< of the lines that stand
  std::chrono::steady_clock::time_point said_ = std::chrono::steady_clock::now();
};

}  // namespace lakemirror::cli
