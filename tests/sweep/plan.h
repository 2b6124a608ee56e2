#pragma once

#include <cstdint>
#include <vector>

#include "sweep/storm.h"

namespace lakemirror::sweep {

/// Which of all blows are tried: every one, or each `stride`-th, drawn by the seed.
struct Sample {
  std::size_t stride = 1;
  std::uint64_t seed = 1;
  bool sparse =
      false;  ///< that and nothing else; otherwise each mishap stays at one request of each operation
};

/// Every blow that can fall on a history which, when all is well, asks for these requests and writes: each
/// mishap at each of them, for once and for longer.
std::vector<Blow> all_blows(const std::vector<Step>& requests, const std::vector<Step>& writes,
                            const Sample& sample);

}  // namespace lakemirror::sweep
