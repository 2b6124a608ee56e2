#include <gtest/gtest.h>

#include <thread>

#include "aws/adaptive_limiter.h"
#include "aws/backoff.h"
#include "aws/fixed_limiter.h"

namespace lakemirror::aws {
namespace {

const Time start_time = parse_time("2026-09-26T18:00:00Z").value();

/// Sends as fast as the limiter lets it, for that long, and returns how many requests that were.
int send_for(AdaptiveLimiter& limiter, VirtualClock& clock, Milliseconds duration) {
  const Time end = clock.now() + duration;
  int sent = 0;
  for (; clock.now() < end; ++sent) limiter.succeeded(limiter.acquire({}));
  return sent;
}

TEST(AdaptiveLimiter, ClimbsPastEightThousandASecondWithinASecond) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  EXPECT_LT(limiter.rate(), 1'000);
  send_for(limiter, clock, Milliseconds(1'000));
  EXPECT_GT(limiter.rate(), 8'000);
  EXPECT_GT(send_for(limiter, clock, Milliseconds(500)), 4'000);
}

TEST(AdaptiveLimiter, FallsByAFifthOnAThrottle) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(300));
  send_for(limiter, clock, Milliseconds(10));
  limiter.throttled(limiter.acquire({}));
  const double after_first = limiter.rate();
  EXPECT_LT(after_first, 3'000);
  send_for(limiter, clock, Milliseconds(2'000));  // now it is really used to the full
  const double before = limiter.rate();
  limiter.throttled(limiter.acquire({}));
  EXPECT_NEAR(limiter.rate(), before * 0.8, before * 0.05);
}

TEST(AdaptiveLimiter, ClimbsByATenthASecondAfterTheFirstThrottle) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(500));
  limiter.throttled(limiter.acquire({}));
  const double before = limiter.rate();
  send_for(limiter, clock, Milliseconds(1'000));
  EXPECT_GT(limiter.rate(), before * 1.05);
  EXPECT_LT(limiter.rate(), before * 1.2);
}

TEST(AdaptiveLimiter, RequestsUnderWayWhenItFellDoNotMakeItFallAgain) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(500));
  std::vector<Limiter::Permit> under_way;
  for (int i = 0; i < 16; ++i) under_way.push_back(limiter.acquire({}));
  limiter.throttled(under_way[0]);
  const double fallen = limiter.rate();
  for (int i = 1; i < 16; ++i) limiter.throttled(under_way[static_cast<std::size_t>(i)]);
  EXPECT_EQ(limiter.rate(), fallen);
  limiter.throttled(limiter.acquire({}));
  EXPECT_LT(limiter.rate(), fallen);
}

TEST(AdaptiveLimiter, FallsFromWhatWasSentWhereTheRateWasNotUsed) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  for (int i = 0; i < 1'000; ++i) {  // ten a second, for 100 s: the allowed rate climbs without being tested
    limiter.succeeded(limiter.acquire({}));
    clock.advance(Milliseconds(100));
  }
  EXPECT_GT(limiter.rate(), 1'000);
  limiter.throttled(limiter.acquire({}));
  EXPECT_LT(limiter.rate(), 12);
  EXPECT_GT(limiter.rate(), 6);
}

TEST(AdaptiveLimiter, NeverFallsBelowOneRequestInTwoSeconds) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  for (int i = 0; i < 200; ++i) limiter.throttled(limiter.acquire({}));
  EXPECT_DOUBLE_EQ(limiter.rate(), 0.5);
  const Time before = clock.now();
  for (int i = 0; i < 4; ++i) limiter.acquire({});
  EXPECT_LE(clock.now() - before, Seconds(9));
}

TEST(AdaptiveLimiter, SurvivesAClockThatStepsBack) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(500));
  clock.advance(Milliseconds(-3'600'000));
  const Time before = clock.now();
  limiter.succeeded(limiter.acquire({}));
  limiter.throttled(limiter.acquire({}));
  EXPECT_LT(clock.now() - before, Seconds(1));
}

TEST(AdaptiveLimiter, ServesManyThreads) {
  AdaptiveLimiter limiter(system_clock());
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&limiter] {
      for (int i = 0; i < 200; ++i) limiter.succeeded(limiter.acquire({}));
    });
  }
  threads.clear();
  EXPECT_GT(limiter.rate(), 5'000);
}

TEST(AdaptiveLimiter, AStoppedWaitEndsAtOnce) {
  AdaptiveLimiter limiter(system_clock());
  for (int i = 0; i < 50; ++i) limiter.throttled(Limiter::Permit{static_cast<std::uint64_t>(i + 1)});
  std::stop_source stop;
  stop.request_stop();
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) limiter.acquire(stop.get_token());
  EXPECT_LT(std::chrono::steady_clock::now() - before, Seconds(5));
}

TEST(FixedLimiter, LetsOneRequestThroughEachSecondAndSavesNoneUp) {
  VirtualClock clock(start_time);
  FixedLimiter limiter(clock, 1);
  limiter.acquire({});
  EXPECT_EQ(clock.now(), start_time);
  limiter.acquire({});
  EXPECT_EQ(clock.now(), start_time + Seconds(1));
  clock.advance(Seconds(60));
  limiter.acquire({});
  limiter.acquire({});
  EXPECT_EQ(clock.now(), start_time + Seconds(62));
}

TEST(FixedLimiter, TakesFractionsOfARequest) {
  VirtualClock clock(start_time);
  FixedLimiter limiter(clock, 0.5);
  for (int i = 0; i < 4; ++i) limiter.acquire({});
  EXPECT_EQ(clock.now(), start_time + Seconds(6));
}

TEST(FixedLimiter, ARateOfZeroDoesNotLimit) {
  VirtualClock clock(start_time);
  FixedLimiter limiter(clock, 0);
  for (int i = 0; i < 1'000; ++i) limiter.acquire({});
  EXPECT_EQ(clock.now(), start_time);
}

TEST(Backoff, IsUniformBelowADoublingBoundOfAtMostFiveSeconds) {
  Random random(7);
  for (int attempt = 1; attempt <= 40; ++attempt) {
    const auto bound = std::min<std::int64_t>(5'000, 50ll << std::min(attempt - 1, 20));
    std::int64_t longest = 0;
    for (int i = 0; i < 200; ++i) {
      const auto wait = backoff(attempt, random).count();
      ASSERT_GE(wait, 0);
      ASSERT_LE(wait, bound);
      longest = std::max<std::int64_t>(longest, wait);
    }
    EXPECT_GT(longest, bound * 8 / 10);
  }
}

}  // namespace
}  // namespace lakemirror::aws
