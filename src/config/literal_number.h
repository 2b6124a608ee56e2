#pragma once

#include <string_view>

#include "base/json.h"

namespace lakemirror::config {

/// Bytes of the number-like word `text` begins with, sign excluded; 0 when it begins with no digit or point.
std::size_t number_length(std::string_view text);

/// Reads an unsigned Python or JSON number: 10, 1_000, 0x1F, 0o17, 0b1, 1.5, .5, 1e-3. The Error has a
/// message only.
Result<json::value> read_number(std::string_view word, bool negative);

}  // namespace lakemirror::config
