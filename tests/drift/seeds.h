#pragma once

#include <cstdint>
#include <vector>

namespace lakemirror::drift {

/// 1 to `count`; or to LAKEMIRROR_DRIFT_SEEDS of the environment; or LAKEMIRROR_DRIFT_SEED alone.
std::vector<std::uint64_t> seeds(std::uint64_t count);
bool is_one_seed_alone();

}  // namespace lakemirror::drift
