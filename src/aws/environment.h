#pragma once

#include <functional>
#include <optional>
#include <string>

namespace lakemirror::aws {

/// Environment variables by name; an empty variable counts as absent, as in the AWS SDKs. Tests pass their
/// own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

Environment process_environment();

/// `~/x` with the home directory in place of the tilde.
std::string expand_home(const Environment& environment, const std::string& path);

}  // namespace lakemirror::aws
