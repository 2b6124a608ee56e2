#include "base/random.h"

#include <fmt/format.h>

namespace lakemirror {

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound == 0) return 0;
  const std::lock_guard lock(mutex_);
  // Modulo rather than std::uniform_int_distribution, whose sequence differs between standard libraries.
  return engine_() % bound;
}

double Random::fraction() {
  const std::lock_guard lock(mutex_);
  return static_cast<double>(engine_() >> 11) * 0x1.0p-53;
}

std::string Random::uuid() {
  std::uint64_t high, low;
  {
    const std::lock_guard lock(mutex_);
    high = engine_();
    low = engine_();
  }
  high = (high & ~0xF000ull) | 0x4000ull;
  low = (low & ~(3ull << 62)) | (2ull << 62);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF,
                     low >> 48, low & 0xFFFFFFFFFFFFull);
}

std::uint64_t entropy_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) ^ device();
}

}  // namespace lakemirror
