#pragma once

#include <string_view>

#include "base/log.h"
#include "cli/context.h"

namespace lakemirror::cli {

/// Sets level and format of the log: what the command line says, else the given words of the configuration,
/// else info and text. Words have been checked before.
void configure_logging(const Context& context, std::string_view configured_level,
                       std::string_view configured_format);

/// As options and configurations spell it.
std::string_view to_word(log::Level level);

}  // namespace lakemirror::cli
