#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json.hpp>
#include <memory>

#include "base/clock.h"

namespace lakemirror::log {

namespace {

struct State {
  std::shared_ptr<spdlog::logger> logger = spdlog::stderr_logger_mt("lakemirror");
  bool as_json = false;

  State() {
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::info);
    logger->flush_on(spdlog::level::debug);
  }
};

State& state() {
  static State instance;
  return instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::off:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
    case Level::off:
      return "off";
  }
  return "info";
}

}  // namespace

void configure(Level level, bool as_json) {
  state().logger->set_level(spdlog_level(level));
  state().as_json = as_json;
}

bool enabled(Level level) { return state().logger->should_log(spdlog_level(level)); }

void write(Level level, std::string_view message) {
  const std::string time = format_time(system_clock().now());
  if (state().as_json) {
    const boost::json::object line{{"time", time}, {"level", name(level)}, {"message", message}};
    state().logger->log(spdlog_level(level), boost::json::serialize(line));
  } else {
    state().logger->log(spdlog_level(level), fmt::format("{} {:<5} {}", time, name(level), message));
  }
}

}  // namespace lakemirror::log
