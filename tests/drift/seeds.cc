#include "drift/seeds.h"

#include <cstdlib>

namespace lakemirror::drift {

namespace {

/// 0 when it is not set.
std::uint64_t number_in(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

}  // namespace

bool is_one_seed_alone() { return number_in("LAKEMIRROR_DRIFT_SEED") != 0; }

std::vector<std::uint64_t> seeds(std::uint64_t count) {
  if (const auto one = number_in("LAKEMIRROR_DRIFT_SEED"); one != 0) return std::vector{one};
  if (const auto more = number_in("LAKEMIRROR_DRIFT_SEEDS"); more != 0) count = more;
  std::vector<std::uint64_t> out;
  for (std::uint64_t seed = 1; seed <= count; ++seed) out.push_back(seed);
  return out;
}

}  // namespace lakemirror::drift
