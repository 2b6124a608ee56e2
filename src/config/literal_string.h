#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::config {

struct LiteralString {
  std::string value;
  std::size_t length = 0;  ///< bytes read, prefix and quotes included
};

/// True when `text` begins with a quote, or with r or u and a quote.
bool begins_string(std::string_view text);

/// Reads the one Python or JSON string `text` begins with: single, double or triple quotes, raw or not, with
/// Python's escapes. JSON's `\/` and surrogate pairs mean what they mean in JSON. The Error has a message
/// only.
Result<LiteralString> read_string(std::string_view text);

}  // namespace lakemirror::config
