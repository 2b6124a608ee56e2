#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace lakemirror::cli {

/// What a command does. An Error is printed by the program; the exit code then comes from the Context.
using Action = std::function<Result<ExitCode>()>;

/// One command of the command line, or the program itself, while it is described. CLI11 stays behind this
/// class: its header takes seconds to compile. A light handle: copies describe the same command, which its
/// Program owns. Names are as on the command line ("--delete", "-h,--help"); a `target` must outlive the
/// Program and holds the default.
class Command {
 public:
  /// Adds a command below this one. `example` is shown at the end of its --help, ready to be typed.
  Command add(const std::string& name, const std::string& summary, const std::string& example);

  Command& flag(const std::string& names, bool& target, const std::string& help);
  Command& option(const std::string& names, std::string& target, const std::string& value,
                  const std::string& help);
  Command& number(const std::string& names, int& target, int min, int max, const std::string& help);
  Command& number(const std::string& names, double& target, double min, double max, const std::string& help);
  Command& list(const std::string& names, std::vector<std::string>& target, const std::string& value,
                const std::string& help);
  Command& choice(const std::string& names, std::string& target, const std::vector<std::string>& allowed,
                  const std::string& help);
  Command& positional(const std::string& name, std::string& target, bool required, const std::string& help);

  Command& runs(Action action);

 private:
  friend class Program;
  Command(CLI::App& app, Action& chosen) : app_(&app), chosen_(&chosen) {}

  CLI::App* app_;
  Action* chosen_;
};

}  // namespace lakemirror::cli
