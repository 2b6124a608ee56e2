#pragma once

#include "cli/context.h"

namespace lakemirror::cli {

/// The whole program: parses the arguments, does what they say, tells of errors on standard error. Returns
/// the exit code.
ExitCode run_app(int argc, const char* const* argv, Context& context);

}  // namespace lakemirror::cli
