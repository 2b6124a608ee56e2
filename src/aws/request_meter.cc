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
  // The current slot counts for as long as it has lasted, or the rate would read a tenth too low at its
  // start.
  const Milliseconds into_slot = now.time_since_epoch() % kSlot;
  const auto whole_slots = std::clamp<std::int64_t>(slot_ - first_slot_, 0, kSlots - 1);
  const Milliseconds covered = std::max(kSlot, whole_slots * kSlot + into_slot);
  const double total = std::accumulate(counts_.begin(), counts_.end(), 0.0);
  return total / std::chrono::duration<double>(covered).count();
}

}  // namespace lakemirror::aws
