#pragma once

#include <cstddef>
#include <string_view>

namespace lakemirror::config {

/// Bytes of the white space `text` begins with, or 0. White space is what Python's str.isspace() says it is:
/// a file pasted from a web page holds no-break spaces, and must mean here what it means to the tool it was
/// written for.
std::size_t space_length(std::string_view text);

/// Python's str.strip() and str.rstrip().
std::string_view strip(std::string_view text);
std::string_view strip_end(std::string_view text);

/// Bytes of the well-formed UTF-8 character `text` begins with; 0 when it is not well-formed.
std::size_t character_length(std::string_view text);

/// How many characters of white space `text` begins with.
std::size_t indentation(std::string_view text);

}  // namespace lakemirror::config
