#pragma once

#include <mutex>

#include "aws/limiter.h"
#include "aws/request_meter.h"
#include "aws/token_bucket.h"

namespace lakemirror::aws {

/// Finds out how fast an operation may be called. Until the first throttle the rate grows e-fold every
/// twelfth of a second that it is used to the full (200 a second to more than 8,000 within one); afterwards
/// by a tenth a second. A throttle takes it down to four fifths of what was really sent. Requests that were
/// under way when it fell do not make it fall again: they say nothing about the new rate.
class AdaptiveLimiter : public Limiter {
 public:
  explicit AdaptiveLimiter(Clock& clock);
  Permit acquire(std::stop_token stop) override;
  void succeeded(Permit permit) override;
  void throttled(Permit permit) override;

  /// Requests a second that it allows now.
  double rate() const;

 private:
  Clock& clock_;
  mutable std::mutex mutex_;
  TokenBucket bucket_;  // guarded by mutex_, like all below
  RequestMeter meter_;
  std::uint64_t generation_ = 1;  ///< how often the rate fell, plus one
};

}  // namespace lakemirror::aws
