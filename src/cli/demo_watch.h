#pragma once

#include "cli/context.h"
#include "cli/demo_board.h"
#include "cli/demo_replication.h"
#include "cli/demo_screen.h"

namespace lakemirror::cli {

/// Shows a demo while it goes on, and knows when it has come to rest. One thread. What is passed must outlive
/// it.
class DemoWatch {
 public:
  DemoWatch(Context& context, DemoBoard& board, DemoReplication& replication)
      : context_(context), board_(board), replication_(replication), screen_(context.progress_mode()) {}

  enum class End { settled, stuck, stopped };

  /// Shows how the workload goes on until all its changes have been made and followed.
  Result<End> until_workload_is_followed();
  /// Waits, in silence, until what was done at the source by now has been followed.
  Result<End> until_all_is_followed();

 private:
  Result<DemoState> look();
  Result<End> watch(std::optional<Time> since, bool show);

  Context& context_;
  DemoBoard& board_;
  DemoReplication& replication_;
  DemoScreen screen_;
};

}  // namespace lakemirror::cli
