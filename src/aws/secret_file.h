#pragma once

#include <string>

#include "base/result.h"

namespace lakemirror::aws {

/// Reads a file with a secret in it: a regular one, not empty, of at most 64 KB. The Error names the file and
/// nothing of what stands in it.
Result<std::string> read_secret_file(const std::string& path);

}  // namespace lakemirror::aws
