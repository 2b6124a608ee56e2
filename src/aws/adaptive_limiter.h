#pragma once

#include <mutex>

#include "aws/limiter.h"
#include "aws/request_meter.h"
#include "aws/token_bucket.h"

namespace lakemirror::aws {

/// Finds out how fast an operation may be called. Until the first throttle the rate doubles with every round
/// trip that uses it to the full, so that how many requests are under way is soon all that bounds it. A throttle
/// takes it down to four fifths of what was answered lately; within a second of the first one, when what was
/// answered tells of the service's reserve rather than of its rate, to half. From there it climbs within ten
/// seconds to where it was throttled, stays about that for as long, and only then tries more, the faster the
/// longer nothing stops it. So at a steady limit it runs close below it and is throttled once in a dozen
/// seconds. Requests that were under way when it fell do not make it fall again: they say nothing about the
/// new rate.
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
  /// What the curve says for now, after a first throttle.
  double climbed(Time now) const;

  TokenBucket bucket_;     // guarded by mutex_, like all below
  RequestMeter answered_;  ///< requests that were not throttled
  Time first_fall_ = {}, last_fall_ = {};
  double floor_ = 0, knee_ = 0;   ///< where the last fall ended, and where the climb from there lingers
  std::uint64_t generation_ = 1;  ///< how often the rate fell, plus one
};

}  // namespace lakemirror::aws
