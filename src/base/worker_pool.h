#pragma once

#include <cstddef>
#include <functional>

namespace lakemirror {

/// Runs `task(0) ... task(count - 1)` on up to `threads` threads and returns when all have ended. With one
/// thread or none the tasks run in order on the caller's thread, which is what makes the simulator
/// repeatable.
void run_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task);

}  // namespace lakemirror
