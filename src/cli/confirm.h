#pragma once

#include <string_view>

#include "cli/context.h"

namespace lakemirror::cli {

/// Whether somebody is there who can be asked: standard input is a terminal.
bool can_be_asked();

/// Asks on standard error, and waits for a line on standard input: only one that begins with y means yes.
bool confirm(const Context& context, std::string_view question);

}  // namespace lakemirror::cli
