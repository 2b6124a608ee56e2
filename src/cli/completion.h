#pragma once

#include <string>

#include "cli/command_tree.h"

namespace lakemirror::cli {

/// Scripts that complete commands, options and fixed values in a shell.
std::string bash_completion(const CommandTree& program);
std::string zsh_completion(const CommandTree& program);
std::string fish_completion(const CommandTree& program);

}  // namespace lakemirror::cli
