#pragma once

#include <algorithm>
#include <string_view>

namespace lakemirror::local {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` has the form of an account's number.
inline bool is_account(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, is_digit);
}

}  // namespace lakemirror::local
