#include "aws/request_meter.h"

#include <algorithm>
#include <numeric>

namespace lakemirror::aws {

void RequestMeter::move_to(Time now) {
  const std::int64_t slot = now.time_since_epoch() / kSlot;
  if (first_slot_ == 0 || slot < slot_ - kSlots) {  // first use, or a clock that stepped back
    counts_.fill(0);
    slot_ = first_slot_ = slot;
    return;
  }
  for (std::int64_t cleared = 0; slot_ < slot && cleared < kSlots; ++cleared)
    counts_[static_cast<std::size_t>(++slot_ % kSlots)] = 0;
  slot_ = std::max(slot_, slot);
}

void RequestMeter::count(Time now) {
  move_to(now);
  ++counts_[static_cast<std::size_t>(slot_ % kSlots)];
}

double RequestMeter::per_second(Time now) {
  move_to(now);
  const auto covered = std::clamp<std::int64_t>(slot_ - first_slot_ + 1, 1, kSlots);
  const double total = std::accumulate(counts_.begin(), counts_.end(), 0.0);
  return total * static_cast<double>(kSlots) / static_cast<double>(covered);
}

}  // namespace lakemirror::aws
