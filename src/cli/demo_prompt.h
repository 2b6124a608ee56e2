#pragma once

#include <stop_token>

namespace lakemirror::cli {

enum class Answer { line, end_of_input, stopped };

/// Waits until a line has come in on standard input, be it a terminal or not; what it says is of no matter.
Answer wait_for_line(const std::stop_token& stop);

}  // namespace lakemirror::cli
