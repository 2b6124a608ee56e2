#pragma once

#include <string>
#include <vector>

namespace lakemirror::cli {

/// A command as plain data: what completion and suggestions are made from.
struct CommandTree {
  struct Option {
    std::vector<std::string> names = {};  ///< "--output", "-h"
    std::string help = {};
    bool takes_value = false;
    std::vector<std::string> choices = {};  ///< the only values there are; empty when any will do
  };

  std::string name = {};
  std::string summary = {};
  std::vector<Option> options = {};
  std::vector<std::string> positional_choices = {};  ///< of the first positional
  std::vector<CommandTree> commands = {};
};

}  // namespace lakemirror::cli
