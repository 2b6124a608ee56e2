#pragma once

#include "base/clock.h"

namespace lakemirror::aws {

/// Counts permissions that refill with time. Not safe for concurrent use: its owner locks.
class TokenBucket {
 public:
  TokenBucket(double rate, double burst, Time now)
      : rate_(rate), burst_(burst), tokens_(burst), filled_at_(now) {}

  /// Takes one token, on credit if need be, and returns how long the taker must wait for it.
  Milliseconds take(Time now);
  /// Rate in tokens a second; `burst` is how many can be saved up, at least 1.
  void set_rate(Time now, double rate, double burst);
  double rate() const { return rate_; }

 private:
  void fill(Time now);

  double rate_;
  double burst_;
  double tokens_;
  Time filled_at_;
};

}  // namespace lakemirror::aws
