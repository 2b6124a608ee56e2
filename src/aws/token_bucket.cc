#include "aws/token_bucket.h"

#include <algorithm>
#include <cmath>

namespace lakemirror::aws {

void TokenBucket::fill(Time now) {
  if (now <= filled_at_) return;  // the machine's clock may step back
  const double seconds = std::chrono::duration<double>(now - filled_at_).count();
  tokens_ = std::min(burst_, tokens_ + seconds * rate_);
  filled_at_ = now;
}

Milliseconds TokenBucket::take(Time now) {
  // A clock that stepped far back would leave the bucket dry until it catches up.
  if (now + Seconds(10) < filled_at_) filled_at_ = now;
  fill(now);
  tokens_ -= 1;
  if (tokens_ >= 0) return Milliseconds(0);
  // A small slack, so that a third of a token three times is one.
  return Milliseconds(static_cast<Milliseconds::rep>(std::ceil(-tokens_ / rate_ * 1000 - 1e-6)));
}

void TokenBucket::set_rate(Time now, double rate, double burst) {
  fill(now);
  rate_ = rate;
  burst_ = burst;
  tokens_ = std::min(tokens_, burst_);
}

}  // namespace lakemirror::aws
