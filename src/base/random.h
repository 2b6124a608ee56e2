#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace lakemirror {

/// A seeded stream of random numbers. Safe for concurrent use; reproducible when used from one thread.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Uniform over [0, bound); 0 when bound is 0.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform over [0, 1).
  double fraction();
  /// True with the given probability.
  bool chance(double probability) { return fraction() < probability; }
  /// A random UUID, version 4.
  std::string uuid();

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

/// A seed from the machine's entropy, for runs that nobody needs to repeat.
std::uint64_t entropy_seed();

}  // namespace lakemirror
