#include "aws/backoff.h"

#include <algorithm>

namespace lakemirror::aws {
namespace {

constexpr std::uint64_t base_ms = 50;
constexpr std::uint64_t cap_ms = 5'000;

}  // namespace

Milliseconds backoff(int attempt, Random& random) {
  const int doublings = std::clamp(attempt - 1, 0, 20);  // 50 ms * 2^20 is far over the cap already
  const std::uint64_t longest = std::min(cap_ms, base_ms << doublings);
  return Milliseconds(static_cast<Milliseconds::rep>(random.below(longest + 1)));
}

}  // namespace lakemirror::aws
