#pragma once

#include <string>
#include <vector>

#include "cli/demo_state.h"

namespace lakemirror::cli {

/// How a demo stands, as lines for a terminal: none of them wider than `columns`, at most `rows` of them,
/// what matters most first.
std::vector<std::string> demo_frame(const DemoState& state, std::size_t columns, std::size_t rows);

/// The same as one line for everything that is no terminal.
std::string demo_line(const DemoState& state);

}  // namespace lakemirror::cli
