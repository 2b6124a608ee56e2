#include "aws/adaptive_limiter.h"

#include <algorithm>

namespace lakemirror::aws {
namespace {

constexpr double kFirstRate = 200;
constexpr double kLowestRate =
    0.5;  // one request in two seconds keeps asking whether the throttling has passed
constexpr double kHighestRate = 100'000;  // beyond what one machine can send; keeps the arithmetic sane
/// Each success adds this many requests a second. Successes come at the rate itself, so the growth is e-fold
/// in 1/12 second.
constexpr double kFastStep = 12;
/// After the first throttle: a tenth a second, at least one request a second each second.
constexpr double kSlowShare = 0.1;
constexpr double kFall = 0.8;
/// What can be saved up: enough to bridge the sleep of a thread, too little to be felt as a burst.
constexpr double kBurstSeconds = 0.05;

double burst_of(double rate) { return std::max(1.0, rate * kBurstSeconds); }

}  // namespace

AdaptiveLimiter::AdaptiveLimiter(Clock& clock)
    : clock_(clock), bucket_(kFirstRate, burst_of(kFirstRate), clock.now()) {}

Limiter::Permit AdaptiveLimiter::acquire(std::stop_token stop) {
  Permit permit;
  Milliseconds wait;
  {
    const std::lock_guard lock(mutex_);
    const Time now = clock_.now();
    wait = bucket_.take(now);
    meter_.count(now);
    permit.generation = generation_;
  }
  if (wait.count() > 0) clock_.sleep_for(wait, stop);
  return permit;
}

void AdaptiveLimiter::succeeded(Permit permit) {
  const std::lock_guard lock(mutex_);
  if (permit.generation != generation_) return;
  const double rate = bucket_.rate();
  const double step = generation_ == 1 ? kFastStep : std::max(kSlowShare, 1 / rate);
  const double next = std::min(kHighestRate, rate + step);
  bucket_.set_rate(clock_.now(), next, burst_of(next));
}

void AdaptiveLimiter::throttled(Permit permit) {
  const std::lock_guard lock(mutex_);
  if (permit.generation != generation_) return;
  ++generation_;
  const Time now = clock_.now();
  // A rate that was not used to the full climbs without being tested: fall from what was really sent.
  const double sent = std::max(meter_.per_second(now), kLowestRate);
  const double next = std::max(kLowestRate, kFall * std::min(bucket_.rate(), sent));
  bucket_.set_rate(now, next, burst_of(next));
}

double AdaptiveLimiter::rate() const {
  const std::lock_guard lock(mutex_);
  return bucket_.rate();
}

}  // namespace lakemirror::aws
