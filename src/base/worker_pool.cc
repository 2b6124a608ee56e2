#include "base/worker_pool.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace lakemirror {

void run_parallel(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& task) {
  threads = std::min(threads, count);
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < count;) task(i);
  };
  std::vector<std::jthread> helpers;
  helpers.reserve(threads - 1);
  for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
  work();
}

}  // namespace lakemirror
