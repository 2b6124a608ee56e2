#pragma once

#include <functional>

namespace lakemirror::journal {

/// A layer under SQLite that sees every write to a file, so that a test can let any one of them go wrong.
/// Register it once in a process; it is then what every journal is opened through. What happens is a global
/// of the process: tests that use it run one after another.
namespace fault_vfs {

/// Makes the layer SQLite's default. Safe to call again.
void install();

enum class Fault {
  none,
  kill,        ///< SIGKILL before the write
  torn,        ///< SIGKILL after half of the write
  power_loss,  ///< what was not synced is taken back from the files, then SIGKILL
  disk_full,   ///< this and all later writes fail as on a full disk
  io_error,    ///< this and all later writes fail
};

/// From now on, `fault` happens at the `nth` write, truncation or sync (1 is the next one).
void arm(Fault fault, long nth);
void disarm();

/// How many writes, truncations and syncs there were since arm() or disarm().
long operations();

}  // namespace fault_vfs

}  // namespace lakemirror::journal
