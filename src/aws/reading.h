#pragma once

#include <algorithm>
#include <string_view>

namespace lakemirror::aws {

/// True for an operation, such as "glue:GetTables", that changes nothing. By its name: AWS keeps to these
/// words.
inline bool is_reading(std::string_view operation) {
  operation.remove_prefix(operation.find(':') + 1);
  static constexpr std::string_view words[] = {"Get",    "List",   "Describe",  "BatchGet",
                                               "Search", "Lookup", "AssumeRole"};
  return std::ranges::any_of(words, [&](std::string_view word) { return operation.starts_with(word); });
}

}  // namespace lakemirror::aws
