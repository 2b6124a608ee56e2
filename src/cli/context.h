#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/progress_line.h"
#include "report/paint.h"

namespace lakemirror::cli {

/// What every command shares: the options all of them have, the clock, the stop request, and the way to
/// standard output. Lives in main; commands keep a reference. One thread.
class Context {
 public:
  Context(Clock& clock, Random& random, std::stop_token stop)
      : clock_(clock), random_(random), stop_(std::move(stop)) {}

  struct Options {
    std::string config;   ///< path or s3:// URL; empty: $LAKEMIRROR_CONFIG, then ./lakemirror.conf
    std::string journal;  ///< path; empty: what the configuration says
    std::string output = "text";
    std::string log_level;   ///< empty: what the configuration says
    std::string log_format;  ///< empty: what the configuration says
  };
  Options options = {};

  /// Adds the options that every command working on a configuration has.
  void add_common_options(Command& command);
  /// Adds only --log-level and --log-format.
  void add_log_options(Command& command);
  /// Adds --output.
  void add_output_option(Command& command);

  /// For a command that goes on: the log is all that tells what it does, and the configuration says how much
  /// of it is written. Of any other only warnings are, unless --log-level asks for more.
  void be_daemon() { is_daemon_ = true; }
  bool is_daemon() const { return is_daemon_; }

  Clock& clock() const { return clock_; }
  Random& random() const { return random_; }
  std::stop_token stop() const { return stop_; }

  bool wants_json() const { return options.output == "json"; }
  /// Colours for standard output: on a terminal, unless NO_COLOR is set or the terminal is dumb.
  report::Paint paint() const;
  ProgressLine::Mode progress_mode() const;

  /// Writes to standard output at once. A reader that has gone away is no error.
  Result<void> print(std::string_view text) const;
  /// One JSON document and a newline.
  Result<void> print(const json::value& document) const;
  /// A remark for people, on standard error.
  void note(std::string_view text) const;

  /// Returns the error, and remembers the exit code and the command to type next for when the program ends by
  /// it.
  tl::unexpected<Error> refuse(ExitCode code, std::string next, Error error);
  ExitCode refused_with() const { return refused_with_; }
  const std::string& next() const { return next_; }

 private:
  Clock& clock_;
  Random& random_;
  std::stop_token stop_;
  ExitCode refused_with_ = ExitCode::error;
  std::string next_;
  bool is_daemon_ = false;
};

}  // namespace lakemirror::cli
