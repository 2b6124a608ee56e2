#pragma once

#include <string_view>

#include "base/json.h"

namespace lakemirror::config {

/// Reads a list, dict, tuple, string, number, boolean or None as Python writes it (ast.literal_eval) or as
/// JSON does:
/// `['a', 'b',]`, `{"a": true}`, `None`, `null`. Of a key given twice the last value stands, as in both. What
/// JSON cannot hold is refused: sets, bytes, complex numbers, keys that are no strings, integers beyond 64
/// bits. Comments are refused too. The Error has a message only, which says at which character it went wrong.
Result<json::value> parse_python_literal(std::string_view text);

}  // namespace lakemirror::config
