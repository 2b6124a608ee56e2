#pragma once

#include <string>
#include <vector>

#include "aws/credentials.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Splits a command line as a POSIX shell would, quotes and backslashes included, without expanding anything.
/// `invalid` when a quote is not closed.
Result<std::vector<std::string>> split_command(const std::string& command);

/// Runs the `credential_process` of a profile (no shell, at most a minute) and reads the JSON it prints.
/// Errors name the program only, never its arguments or output.
Result<Credentials> run_credential_process(const std::string& command, const std::string& profile);

}  // namespace lakemirror::aws
