#include "cli/context.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lakemirror::cli {

namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* term = std::getenv("TERM");
  return term == nullptr || *term == '\0' || std::strcmp(term, "dumb") == 0;
}

}  // namespace

void Context::add_log_options(Command& command) {
  command.choice("--log-level", options.log_level, {"debug", "info", "warn", "error", "off"},
                 "Least log level that is written");
  command.choice("--log-format", options.log_format, {"text", "json"}, "Log lines as text or as JSON");
}

void Context::add_output_option(Command& command) {
  command.choice("-o,--output", options.output, {"text", "json"}, "Output for people or for programs");
}

void Context::add_common_options(Command& command) {
  command.option(
      "-c,--config", options.config, "PATH",
      "Configuration file or its s3:// URL (otherwise $LAKEMIRROR_CONFIG, then ./lakemirror.conf)");
  command.option("--journal", options.journal, "PATH",
                 "Journal file, or dynamodb://TABLE (otherwise what the configuration says)");
  add_output_option(command);
  add_log_options(command);
}

report::Paint Context::paint() const {
  return report::Paint(::isatty(STDOUT_FILENO) == 1 && !is_set("NO_COLOR") && !is_dumb());
}

ProgressLine::Mode Context::progress_mode() const {
  return ::isatty(STDERR_FILENO) == 1 && !is_dumb() ? ProgressLine::Mode::live : ProgressLine::Mode::lines;
}

Result<void> Context::print(std::string_view text) const {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written || errno == EPIPE) return {};
  return fail({.kind = ErrorKind::retry,
               .operation = "write output",
               .message = std::strerror(errno),
               .hint = "check where standard output goes"});
}

Result<void> Context::print(const json::value& document) const {
  return print(json::serialize(document) + "\n");
}

void Context::note(std::string_view text) const {
  std::fputs(("lakemirror: " + std::string(text) + "\n").c_str(), stderr);
}

tl::unexpected<Error> Context::refuse(ExitCode code, std::string next, Error error) {
  refused_with_ = code;
  next_ = std::move(next);
  return fail(std::move(error));
}

}  // namespace lakemirror::cli
