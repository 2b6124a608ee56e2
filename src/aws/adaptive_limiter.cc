#include "aws/adaptive_limiter.h"

#include <algorithm>

namespace lakemirror::aws {
namespace {

constexpr double first_rate = 200;
constexpr double lowest_rate =
    0.5;  // one request in two seconds keeps asking whether the throttling has passed
constexpr double highest_rate = 100'000;  // beyond what one machine can send; keeps the arithmetic sane
/// Each success adds this many requests a second. Successes come at the rate itself, so the growth is e-fold
/// in 1/12 second.
constexpr double fast_step = 12;
/// After the first throttle: a tenth a second, at least one request a second each second.
constexpr double slow_share = 0.1;
constexpr double fall_factor = 0.8;
/// What can be saved up: enough to bridge the sleep of a thread, too little to be felt as a burst.
constexpr double burst_seconds = 0.05;

double burst_of(double rate) { return std::max(1.0, rate * burst_seconds); }

}  // namespace

AdaptiveLimiter::AdaptiveLimiter(Clock& clock)
    : clock_(clock), bucket_(first_rate, burst_of(first_rate), clock.now()) {}

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
  const double step = generation_ == 1 ? fast_step : std::max(slow_share, 1 / rate);
  const double next = std::min(highest_rate, rate + step);
  bucket_.set_rate(clock_.now(), next, burst_of(next));
}

void AdaptiveLimiter::throttled(Permit permit) {
  const std::lock_guard lock(mutex_);
  if (permit.generation != generation_) return;
  ++generation_;
  const Time now = clock_.now();
  // A rate that was not used to the full climbs without being tested: fall from what was really sent.
  const double sent = std::max(meter_.per_second(now), lowest_rate);
  const double next = std::max(lowest_rate, fall_factor * std::min(bucket_.rate(), sent));
  bucket_.set_rate(now, next, burst_of(next));
}

double AdaptiveLimiter::rate() const {
  const std::lock_guard lock(mutex_);
  return bucket_.rate();
}

}  // namespace lakemirror::aws
