#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace lakemirror::aws {

/// What one operation was asked for and what came of it.
struct OperationCounts {
  std::uint64_t calls = 0;      ///< made by callers
  std::uint64_t retries = 0;    ///< requests sent beyond the first of each call
  std::uint64_t throttles = 0;  ///< answers that said "slower"
  std::uint64_t failures = 0;   ///< calls that came back with an Error, of whatever kind

  friend bool operator==(const OperationCounts&, const OperationCounts&) = default;
};

/// By operation, such as "glue:GetTables". Operations that were never called are absent.
using Statistics = std::map<std::string, OperationCounts>;

}  // namespace lakemirror::aws
