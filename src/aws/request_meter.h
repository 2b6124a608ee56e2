#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"

namespace lakemirror::aws {

/// How many requests a second were sent during the last second. Not safe for concurrent use.
class RequestMeter {
 public:
  void count(Time now);
  double per_second(Time now);

 private:
  static constexpr Milliseconds slot_length{100};
  static constexpr std::int64_t slot_count = 10;

  /// Forgets the slots that lie more than a second back.
  void move_to(Time now);

  std::array<std::uint32_t, slot_count> counts_{};
  std::int64_t slot_ = 0;        ///< number of the current slot since the epoch
  std::int64_t first_slot_ = 0;  ///< where counting began
};

}  // namespace lakemirror::aws
