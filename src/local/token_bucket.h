#pragma once

#include <algorithm>

#include "base/clock.h"

namespace lakemirror::local {

/// Lets `rate` requests a second pass, a second's worth of them at once. Guarded by the Region's lock.
class TokenBucket {
 public:
  bool take(double rate, Time now) {
    const double capacity = std::max(1.0, rate);
    if (!started_) {
      started_ = true;
      tokens_ = capacity;
    } else {
      tokens_ = std::min(capacity, tokens_ + rate * std::chrono::duration<double>(now - last_).count());
    }
    last_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  bool started_ = false;
  double tokens_ = 0;
  Time last_ = {};
};

}  // namespace lakemirror::local
