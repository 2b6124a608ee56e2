#pragma once

#include <mutex>

#include "aws/limiter.h"
#include "aws/token_bucket.h"

namespace lakemirror::aws {

/// A rate that is known and shared with others, such as LookupEvents' two a second: one request at a time,
/// never saved up. A rate of 0 does not limit.
class FixedLimiter : public Limiter {
 public:
  FixedLimiter(Clock& clock, double rate)
      : clock_(clock), unlimited_(rate <= 0), bucket_(rate, 1, clock.now()) {}
  Permit acquire(std::stop_token stop) override;
  void succeeded(Permit) override {}
  void throttled(Permit) override {}

 private:
  Clock& clock_;
  const bool unlimited_;
  std::mutex mutex_;
  TokenBucket bucket_;  // guarded by mutex_
};

}  // namespace lakemirror::aws
