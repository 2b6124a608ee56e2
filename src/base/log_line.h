#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/log_field.h"

namespace lakemirror::log {

/// One line of the log, without its end. Whatever message and fields hold, what comes out is one line of
/// valid UTF-8: characters that could begin another line, move the cursor or turn the writing direction are
/// written as escapes, so that a name cannot forge a line.
std::string text_line(std::string_view time, std::string_view level, std::string_view message,
                      std::span<const Field> fields);
std::string json_line(std::string_view time, std::string_view level, std::string_view message,
                      std::span<const Field> fields);

}  // namespace lakemirror::log
