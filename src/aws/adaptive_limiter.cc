#include "aws/adaptive_limiter.h"

#include <algorithm>

namespace lakemirror::aws {
namespace {

constexpr double first_rate = 200;
constexpr double lowest_rate =
    0.5;  // one request in two seconds keeps asking whether the throttling has passed
constexpr double highest_rate = 100'000;  // beyond what one machine can send; keeps the arithmetic sane
/// Clocks are read in milliseconds: an answer within the same one took as long as this.
constexpr Milliseconds shortest_trip{1};
constexpr double fall_factor = 0.8;
constexpr Milliseconds search_time{1000};
constexpr double search_factor = 0.5;
/// In between lies the allowed rate, more likely near what was too much.
constexpr double search_knee = 0.9;
/// From a fall until the rate is back where it was throttled.
constexpr double seconds_to_recover = 10;
/// What can be saved up: enough to bridge the sleep of a thread, and where a limit is known, too little to be
/// felt as a burst.
constexpr double burst_seconds = 0.05;
constexpr double burst_seconds_at_limit = 0.01;

double burst_of(double rate, bool at_limit) {
  return std::max(1.0, rate * (at_limit ? burst_seconds_at_limit : burst_seconds));
}

/// What one success adds so that those of one round trip, `rate * trip` of them, double the rate.
double step_after(Milliseconds trip) {
  return 1 / std::chrono::duration<double>(std::max(trip, shortest_trip)).count();
}

}  // namespace

AdaptiveLimiter::AdaptiveLimiter(Clock& clock)
    : clock_(clock), bucket_(first_rate, burst_of(first_rate, false), clock.now()) {}

Limiter::Permit AdaptiveLimiter::acquire(std::stop_token stop) {
  Permit permit;
  Milliseconds wait;
  {
    const std::lock_guard lock(mutex_);
    const Time now = clock_.now();
    wait = bucket_.take(now);
    permit = {.generation = generation_, .sent = now + wait};
  }
  if (wait.count() > 0) clock_.sleep_for(wait, stop);
  return permit;
}

/// A cubic curve: fast at first, flat about the knee, fast again beyond.
double AdaptiveLimiter::climbed(Time now) const {
  const double seconds = std::max(0.0, std::chrono::duration<double>(now - last_fall_).count());
  const double along = seconds / seconds_to_recover - 1;
  return knee_ + (knee_ - floor_) * along * along * along;
}

void AdaptiveLimiter::succeeded(Permit permit) {
  const std::lock_guard lock(mutex_);
  const Time now = clock_.now();
  answered_.count(now);
  if (permit.generation != generation_) return;
  // A clock that stepped back takes nothing away.
  const bool at_limit = generation_ > 1;
  const double next =
      at_limit ? std::max(bucket_.rate(), climbed(now)) : bucket_.rate() + step_after(now - permit.sent);
  const double rate = std::min(highest_rate, next);
  bucket_.set_rate(now, rate, burst_of(rate, at_limit));
}

void AdaptiveLimiter::throttled(Permit permit) {
  const std::lock_guard lock(mutex_);
  if (permit.generation != generation_) return;
  const Time now = clock_.now();
  if (generation_ == 1) first_fall_ = now;
  const bool searches = generation_ > 1 && now - first_fall_ < search_time;
  // A rate that was not used to the full climbs without being tested: fall from what was really answered.
  const double from = searches ? bucket_.rate() : std::min(bucket_.rate(), answered_.per_second(now));
  floor_ = std::max(lowest_rate, from * (searches ? search_factor : fall_factor));
  // Where nothing was answered lately there is still a curve to climb.
  knee_ = std::max(floor_ / fall_factor, from * (searches ? search_knee : 1));
  last_fall_ = now;
  ++generation_;
  bucket_.set_rate(now, floor_, burst_of(floor_, true));
}

double AdaptiveLimiter::rate() const {
  const std::lock_guard lock(mutex_);
  return bucket_.rate();
}

}  // namespace lakemirror::aws
