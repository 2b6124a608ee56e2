#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>

#include "base/clock.h"
#include "base/log_line.h"

namespace lakemirror::log {

namespace {

struct State {
  std::shared_ptr<spdlog::logger> logger = spdlog::stderr_logger_mt("lakemirror");
  bool as_json = false;
  std::mutex mutex;  ///< of what follows
  std::shared_ptr<const std::vector<Field>> common = std::make_shared<const std::vector<Field>>();

  State() {
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::warn);
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

void set_common(std::vector<Field> fields) {
  auto common = std::make_shared<const std::vector<Field>>(std::move(fields));
  const std::lock_guard lock(state().mutex);
  state().common.swap(common);
}

namespace {

/// The fields that every line has, and then those of this one.
std::vector<Field> with_common(std::span<const Field> fields) {
  std::shared_ptr<const std::vector<Field>> common;
  {
    const std::lock_guard lock(state().mutex);
    common = state().common;
  }
  std::vector<Field> all(*common);
  all.insert(all.end(), fields.begin(), fields.end());
  return all;
}

}  // namespace

bool enabled(Level level) { return state().logger->should_log(spdlog_level(level)); }

void write(Level level, std::string_view message, std::span<const Field> fields) {
  if (!enabled(level)) return;
  const std::string time = format_time(system_clock().now());
  const auto line = state().as_json ? json_line : text_line;
  state().logger->log(spdlog_level(level), line(time, name(level), message, with_common(fields)));
}

}  // namespace lakemirror::log
