#include <gtest/gtest.h>

#include <deque>
#include <thread>

#include "aws/adaptive_limiter.h"
#include "aws/backoff.h"
#include "aws/fixed_limiter.h"

namespace lakemirror::aws {
namespace {

const Time first_second = parse_time("2026-09-26T18:00:00Z").value();

/// Sends as fast as the limiter lets it, for that long, and returns how many requests that were.
int send_for(AdaptiveLimiter& limiter, VirtualClock& clock, Milliseconds duration) {
  const Time end = clock.now() + duration;
  int sent = 0;
  for (; clock.now() < end; ++sent) limiter.succeeded(limiter.acquire({}));
  return sent;
}

TEST(AdaptiveLimiter, ClimbsPastEightThousandASecondWithinASecond) {
  VirtualClock clock(first_second);
  AdaptiveLimiter limiter(clock);
  EXPECT_LT(limiter.rate(), 1'000);
  send_for(limiter, clock, Milliseconds(1'000));
  EXPECT_GT(limiter.rate(), 8'000);
  EXPECT_GT(send_for(limiter, clock, Milliseconds(500)), 4'000);
}

TEST(AdaptiveLimiter, DoublesWithEveryRoundTripThatUsesIt) {
  VirtualClock clock(start_time);
  AdaptiveLimiter limiter(clock);
  for (double expected = limiter.rate(); expected < 5'000;) {
    std::vector<Limiter::Permit> trip;
    for (double sent = 0; sent < expected / 20; ++sent) trip.push_back(limiter.acquire({}));
    const Time last = trip.back().sent;
    clock.advance(last + Milliseconds(50) - clock.now());
    for (auto permit : trip) {
      permit.sent = last;
      limiter.succeeded(permit);
    }
    expected *= 2;
    EXPECT_NEAR(limiter.rate(), expected, expected * 0.02);
  }
}

TEST(AdaptiveLimiter, FallsToFourFifthsOfWhatWasAnswered) {
  VirtualClock clock(first_second);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(1'000));
  const int answered = send_for(limiter, clock, Milliseconds(1'000));
  limiter.throttled(limiter.acquire({}));
  EXPECT_NEAR(limiter.rate(), answered * 0.8, answered * 0.05);
}

TEST(AdaptiveLimiter, FallsByHalfWhileItSearches) {
  VirtualClock clock(first_second);
  AdaptiveLimiter limiter(clock);
  send_for(limiter, clock, Milliseconds(500));
  limiter.throttled(limiter.acquire({}));
  const double before = limiter.rate();
  limiter.throttled(limiter.acquire({}));
  EXPECT_NEAR(limiter.rate(), before / 2, before * 0.01);
}

TEST(AdaptiveLimiter, ClimbsBackInTenSecondsLingersAndThenTriesMore) {
  VirtualClock clock(first_second);
  AdaptiveLimiter limiter(clock);
  for (int i = 0; i < 300; ++i) {  // a thousand a second
    limiter.succeeded(limiter.acquire({}));
    clock.advance(Milliseconds(1));
  }
  limiter.throttled(limiter.acquire({}));
  const double top = limiter.rate() / 0.8;
  const auto share_after = [&](Milliseconds more) {
    send_for(limiter, clock, more);
    return limiter.rate() / top;
  };
  EXPECT_NEAR(share_after(Seconds(5)), 0.975, 0.03);
  EXPECT_NEAR(share_after(Seconds(5)), 1.0, 0.03);
  EXPECT_NEAR(share_after(Seconds(5)), 1.025, 0.03);
  EXPECT_GT(share_after(Seconds(15)), 2);
}

/// A service that allows so many requests a second, saves up as many, and answers after a while.
class Service {
 public:
  Service(VirtualClock& clock, double rate)
      : clock_(clock), rate_(rate), tokens_(rate), filled_at_(clock.now()) {}
  bool allows() {
    const auto now = clock_.now();
    tokens_ = std::min(rate_, tokens_ + std::chrono::duration<double>(now - filled_at_).count() * rate_);
    filled_at_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

 private:
  VirtualClock& clock_;
  double rate_, tokens_;
  Time filled_at_;
};

struct Tally {
  double answered = 0, throttled = 0;
};

/// Eight clients that ask again at once when they are answered, 30 ms later.
Tally ask_for(AdaptiveLimiter& limiter, VirtualClock& clock, Service& service, Seconds duration) {
  struct UnderWay {
    Time answered_at;
    Limiter::Permit permit;
    bool allowed;
  };
  std::deque<UnderWay> under_way;
  Tally tally;
  const Time end = clock.now() + duration;
  while (clock.now() < end) {
    if (under_way.size() == 8 && under_way.front().answered_at > clock.now())
      clock.advance(under_way.front().answered_at - clock.now());
    for (; !under_way.empty() && under_way.front().answered_at <= clock.now(); under_way.pop_front()) {
      const auto& [at, permit, allowed] = under_way.front();
      allowed ? limiter.succeeded(permit) : limiter.throttled(permit);
      (allowed ? tally.answered : tally.throttled) += 1;
    }
    const auto permit = limiter.acquire({});
    under_way.push_back({clock.now() + Milliseconds(30), permit, service.allows()});
  }
  return tally;
}

TEST(AdaptiveLimiter, RunsCloseBelowASteadyLimit) {
  for (const double rate : {5.0, 20.0, 100.0}) {
    VirtualClock clock(first_second);
    AdaptiveLimiter limiter(clock);
    Service service(clock, rate);
    const auto all = ask_for(limiter, clock, service, Seconds(120));
    EXPECT_GT(all.answered, 0.9 * 120 * rate) << rate;
    EXPECT_LT(all.throttled, 0.02 * (all.answered + all.throttled) + 10) << rate;
    const auto later = ask_for(limiter, clock, service, Seconds(600));
    EXPECT_GT(later.answered, 0.93 * 600 * rate) << rate;
    EXPECT_LT(later.throttled, 0.015 * later.answered) << rate;
  }
}

TEST(AdaptiveLimiter, RequestsUnderWayWhenItFellDoNotMakeItFallAgain) {
  VirtualClock clock(first_second);
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
  VirtualClock clock(first_second);
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
  VirtualClock clock(first_second);
  AdaptiveLimiter limiter(clock);
  for (int i = 0; i < 200; ++i) limiter.throttled(limiter.acquire({}));
  EXPECT_DOUBLE_EQ(limiter.rate(), 0.5);
  const Time before = clock.now();
  for (int i = 0; i < 4; ++i) limiter.acquire({});
  EXPECT_LE(clock.now() - before, Seconds(9));
}

TEST(AdaptiveLimiter, ComesBackFromTheLowestRate) {
  for (const int throttles : {1, 200}) {  // the first answer of all, and a service that refused for long
    VirtualClock clock(start_time);
    AdaptiveLimiter limiter(clock);
    for (int i = 0; i < throttles; ++i) limiter.throttled(limiter.acquire({}));
    EXPECT_DOUBLE_EQ(limiter.rate(), 0.5) << throttles;
    send_for(limiter, clock, Seconds(60));
    EXPECT_GT(limiter.rate(), 10) << throttles;
  }
}

TEST(AdaptiveLimiter, SurvivesAClockThatStepsBack) {
  VirtualClock clock(first_second);
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
  VirtualClock clock(first_second);
  FixedLimiter limiter(clock, 1);
  limiter.acquire({});
  EXPECT_EQ(clock.now(), first_second);
  limiter.acquire({});
  EXPECT_EQ(clock.now(), first_second + Seconds(1));
  clock.advance(Seconds(60));
  limiter.acquire({});
  limiter.acquire({});
  EXPECT_EQ(clock.now(), first_second + Seconds(62));
}

TEST(FixedLimiter, TakesFractionsOfARequest) {
  VirtualClock clock(first_second);
  FixedLimiter limiter(clock, 0.5);
  for (int i = 0; i < 4; ++i) limiter.acquire({});
  EXPECT_EQ(clock.now(), first_second + Seconds(6));
}

TEST(FixedLimiter, ARateOfZeroDoesNotLimit) {
  VirtualClock clock(first_second);
  FixedLimiter limiter(clock, 0);
  for (int i = 0; i < 1'000; ++i) limiter.acquire({});
  EXPECT_EQ(clock.now(), first_second);
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
