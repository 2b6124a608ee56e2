#pragma once

#include <string>
#include <string_view>

namespace lakemirror::config {

/// The beginning of a text for a message, in single quotes: at most 80 bytes, cut between characters, with
/// line ends and other control characters as blanks.
std::string excerpt(std::string_view text);

}  // namespace lakemirror::config
