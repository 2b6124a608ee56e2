#include "cli/logging.h"

namespace lakemirror::cli {

namespace {

log::Level level_of(std::string_view word) {
  if (word == "debug") return log::Level::debug;
  if (word == "warn") return log::Level::warn;
  if (word == "error") return log::Level::error;
  if (word == "off") return log::Level::off;
  return log::Level::info;
}

}  // namespace

std::string_view to_word(log::Level level) {
  switch (level) {
    case log::Level::debug:
      return "debug";
    case log::Level::info:
      return "info";
    case log::Level::warn:
      return "warn";
    case log::Level::error:
      return "error";
    case log::Level::off:
      return "off";
  }
  return "info";
}

void configure_logging(const Context& context, std::string_view configured_level,
                       std::string_view configured_format) {
  const Context::Options& options = context.options;
  const std::string_view level = options.log_level.empty() ? configured_level : options.log_level;
  const std::string_view format = options.log_format.empty() ? configured_format : options.log_format;
  log::configure(level_of(level), format == "json");
}

}  // namespace lakemirror::cli
