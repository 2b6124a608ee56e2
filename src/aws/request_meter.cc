#include "aws/request_meter.h"

#include <algorithm>
#include <numeric>

namespace lakemirror::aws {

void RequestMeter::move_to(Time now) {
  const std::int64_t slot = now.time_since_epoch() / slot_length;
  if (first_slot_ == 0 || slot < slot_ - slot_count) {  // first use, or a clock that stepped back
    counts_.fill(0);
    slot_ = first_slot_ = slot;
    return;
  }
  for (std::int64_t cleared = 0; slot_ < slot && cleared < slot_count; ++cleared)
    counts_[static_cast<std::size_t>(++slot_ % slot_count)] = 0;
  slot_ = std::max(slot_, slot);
}

void RequestMeter::count(Time now) {
  move_to(now);
  ++counts_[static_cast<std::size_t>(slot_ % slot_count)];
}

double RequestMeter::per_second(Time now) {
  move_to(now);
  // The current slot counts for as long as it has lasted, or the rate would read a tenth too low at its
  // start.
  const Milliseconds into_slot = now.time_since_epoch() % slot_length;
  const auto whole_slots = std::clamp<std::int64_t>(slot_ - first_slot_, 0, slot_count - 1);
  const Milliseconds covered = std::max(slot_length, whole_slots * slot_length + into_slot);
  const double total = std::accumulate(counts_.begin(), counts_.end(), 0.0);
  return total / std::chrono::duration<double>(covered).count();
}

}  // namespace lakemirror::aws
