#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_field.h"

namespace lakemirror::log {

enum class Level { debug, info, warn, error, off };

/// Sends log lines to standard error in text, or as one JSON object a line. Call once, before the first line;
/// until then warnings and errors are written, as text.
void configure(Level level, bool as_json);

/// Fields that every line has from now on, before its own: for a process that does one thing after another.
/// None: no more. May be called while other threads write.
void set_common(std::vector<Field> fields);

/// Writes one line. Callers never pass credentials, signatures or request bodies.
void write(Level level, std::string_view message, std::span<const Field> fields = {});
inline void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  write(level, message, std::span(fields.begin(), fields.size()));
}
/// Whether such a line would be written: where making its fields costs something, ask first.
bool enabled(Level level);

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::warn)) write(Level::warn, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::error)) write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace lakemirror::log
