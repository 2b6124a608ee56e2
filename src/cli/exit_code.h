#pragma once

namespace lakemirror::cli {

/// Every exit code of the program. docs/cli.md says the same to its users; tests/cli holds both to it.
enum class ExitCode {
  ok = 0,             ///< done; for comparisons: equal
  error = 1,          ///< it could not be done; standard error says why
  different = 2,      ///< a comparison found differences
  usage = 3,          ///< the command line is wrong
  configuration = 4,  ///< the configuration is missing, broken or contradicts itself
  incomplete = 5,     ///< done in part: entries were parked, or differences could not be applied
  locked = 6,         ///< another replicator works on this journal
  fenced = 7,         ///< a fence keeps the target from being changed
  interrupted = 130,  ///< stopped by a second signal, or by the first before its work was done
};

}  // namespace lakemirror::cli
