#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Runs a program (found through PATH) and returns what it writes to standard output, at most 64 KB. Standard
/// error stays the terminal's. The Error says how it ended: not found, exit code, signal, too slow, too much.
Result<std::string> command_output(const std::vector<std::string>& arguments, Milliseconds timeout);

}  // namespace lakemirror::aws
