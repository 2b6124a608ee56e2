#pragma once

#include <memory>
#include <string>
#include <variant>

#include "cli/command.h"
#include "cli/command_tree.h"

namespace lakemirror::cli {

/// The whole command line: describe it through root(), then parse once.
class Program {
 public:
  Program(const std::string& name, const std::string& summary, const std::string& version,
          const std::string& footer);
  ~Program();

  Command root();
  CommandTree tree() const;

  /// A mistake in the command line, in words, and what to type next.
  struct Usage {
    std::string message;
    std::string next;
  };
  /// --help or --version: what to print.
  struct Text {
    std::string text;
  };
  using Parsed = std::variant<Action, Text, Usage>;
  Parsed parse(int argc, const char* const* argv);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lakemirror::cli
