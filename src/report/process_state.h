#pragma once

#include <cstdint>

namespace lakemirror::report {

/// What the system says of a process.
struct ProcessState {
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t max_files = 0;
  double start_time = 0;  ///< seconds since 1970
};

}  // namespace lakemirror::report
