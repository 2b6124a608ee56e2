#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/worker_pool.h"

namespace lakemirror::journal::dynamodb {

/// Runs the tasks, so many at a time, and gives the first error, by place.
inline Result<void> for_all(std::size_t count, std::size_t threads,
                            const std::function<Result<void>(std::size_t)>& task) {
  std::vector<std::optional<Error>> errors(count);
  run_parallel(count, threads, [&](std::size_t i) {
    if (auto done = task(i); !done) errors[i] = std::move(done).error();
  });
  for (auto& error : errors) {
    if (error) return fail(*std::move(error));
  }
  return {};
}

}  // namespace lakemirror::journal::dynamodb
