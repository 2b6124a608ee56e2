#include "aws/fixed_limiter.h"

namespace lakemirror::aws {

Limiter::Permit FixedLimiter::acquire(std::stop_token stop) {
  if (unlimited_) return {};
  Milliseconds wait;
  {
    const std::lock_guard lock(mutex_);
    wait = bucket_.take(clock_.now());
  }
  if (wait.count() > 0) clock_.sleep_for(wait, stop);
  return {};
}

}  // namespace lakemirror::aws
