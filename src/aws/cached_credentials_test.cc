#include "aws/cached_credentials.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <thread>

#include "aws/error.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

class ScriptedProvider : public CredentialsProvider {
 public:
  Result<Credentials> get() override {
    ++asked;
    return next;
  }
  void invalidate(const Credentials&) override { ++invalidated; }
  Result<Credentials> next = Credentials{};
  int asked = 0, invalidated = 0;
};

class CachedCredentialsTest : public ::testing::Test {
 protected:
  Credentials lasting(Milliseconds time) { return {.access_key_id = "A", .expires_at = clock_.now() + time}; }
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::shared_ptr<ScriptedProvider> inner_ = std::make_shared<ScriptedProvider>();
  CachedCredentials cached_{inner_, clock_};
};

TEST_F(CachedCredentialsTest, AsksAgainAQuarterOfAnHourBeforeTheEnd) {
  inner_->next = lasting(Seconds(3600));
  ASSERT_TRUE(cached_.get());
  clock_.advance(Seconds(3600 - 901));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 1);
  clock_.advance(Seconds(1));
  inner_->next = lasting(Seconds(3600));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
}

TEST_F(CachedCredentialsTest, CredentialsWithoutAnEndAreAskedForOnce) {
  inner_->next = Credentials{.access_key_id = "A"};
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(cached_.get());
    clock_.advance(Seconds(100'000));
  }
  EXPECT_EQ(inner_->asked, 1);
}

TEST_F(CachedCredentialsTest, OldOnesServeToTheirEndWhenTheyCannotBeRenewed) {
  inner_->next = lasting(Seconds(600));
  ASSERT_TRUE(cached_.get());
  inner_->next = fail({.kind = ErrorKind::retry, .message = "STS is away"});
  clock_.advance(Seconds(500));
  EXPECT_TRUE(cached_.get());
  EXPECT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
  clock_.advance(Seconds(30));
  EXPECT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 3);
  clock_.advance(Seconds(70));
  EXPECT_FALSE(cached_.get());
}

TEST_F(CachedCredentialsTest, WhatWorkedOnceIsWaitedForWhenItDoesNotAnyMore) {
  inner_->next = fail({.kind = ErrorKind::denied, .message = "nothing there"});
  EXPECT_EQ(cached_.get().error().kind, ErrorKind::denied);
  inner_->next = lasting(Seconds(600));
  ASSERT_TRUE(cached_.get());
  inner_->next = fail({.kind = ErrorKind::denied, .message = "nothing there"});
  clock_.advance(Seconds(600));
  const auto found = cached_.get();
  ASSERT_FALSE(found);
  EXPECT_TRUE(is_unreachable(found.error()));
}

TEST_F(CachedCredentialsTest, ShortSessionsAreNotAskedForAtEveryCall) {
  inner_->next = lasting(Seconds(200));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 1);
  clock_.advance(Seconds(150));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
}

TEST_F(CachedCredentialsTest, ExpiredOnesAreNotTakenAndDoNotDisplaceGoodOnes) {
  inner_->next = lasting(Seconds(-1));
  EXPECT_EQ(cached_.get().error().kind, ErrorKind::retry);
  inner_->next = lasting(Seconds(3600));
  const auto good = cached_.get();
  clock_.advance(Seconds(3500));
  inner_->next = lasting(Seconds(-1));
  EXPECT_EQ(cached_.get().value(), good.value());
}

TEST_F(CachedCredentialsTest, WhatAwsCalledExpiredIsForgotten) {
  inner_->next = lasting(Seconds(3600));
  const auto refused = cached_.get();
  ASSERT_TRUE(refused);
  cached_.invalidate(*refused);
  inner_->next = lasting(Seconds(7200));
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
  EXPECT_EQ(inner_->invalidated, 1);
  cached_.invalidate(*refused);  // by a thread that was slower
  ASSERT_TRUE(cached_.get());
  EXPECT_EQ(inner_->asked, 2);
}

/// Answers when it is told to, and counts who asks.
class SlowProvider : public CredentialsProvider {
 public:
  explicit SlowProvider(Result<Credentials> answer) : answer_(std::move(answer)) {}
  Result<Credentials> get() override {
    ++asked;
    std::unique_lock lock(mutex_);
    // Not for ever: who waits for it and should not is to fail, not to hang.
    open_.wait_for(lock, std::chrono::seconds(10), [&] { return is_open_; });
    return answer_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    open_.notify_all();
  }
  void close_with(Result<Credentials> answer) {
    const std::lock_guard lock(mutex_);
    is_open_ = false;
    answer_ = std::move(answer);
  }
  std::atomic<int> asked = 0;

 private:
  std::mutex mutex_;
  std::condition_variable open_;
  bool is_open_ = false;
  Result<Credentials> answer_;
};

class ManyThreadsTest : public ::testing::Test {
 protected:
  static constexpr int threads = 8;

  /// What each of many threads got, of which the provider kept all waiting for a moment.
  std::vector<Result<Credentials>> ask(SlowProvider& slow, CachedCredentials& cached) {
    std::vector<Result<Credentials>> out(threads, Result<Credentials>(Credentials{}));
    std::barrier start(threads + 1);
    std::vector<std::jthread> running;
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        start.arrive_and_wait();
        out[static_cast<std::size_t>(i)] = cached.get();
      });
    }
    start.arrive_and_wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    slow.open();
    running.clear();
    return out;
  }

  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
};

TEST_F(ManyThreadsTest, MakeOneRequest) {
  const auto slow = std::make_shared<SlowProvider>(Credentials{.access_key_id = "A"});
  CachedCredentials cached(slow, clock_);
  for (const auto& found : ask(*slow, cached)) EXPECT_EQ(found->access_key_id, "A");
  EXPECT_EQ(slow->asked, 1);
}

TEST_F(ManyThreadsTest, ShareAFailureRatherThanAskOneAfterAnother) {
  const auto slow =
      std::make_shared<SlowProvider>(fail({.kind = ErrorKind::retry, .message = "no answer within 8 s"}));
  CachedCredentials cached(slow, clock_);
  for (const auto& found : ask(*slow, cached)) EXPECT_FALSE(found);
  EXPECT_EQ(slow->asked, 1);
  EXPECT_FALSE(cached.get());
  EXPECT_EQ(slow->asked, 2);
}

TEST_F(ManyThreadsTest, GoOnWithTheOldOnesWhileOneAsksInGoodTime) {
  const auto slow = std::make_shared<SlowProvider>(
      Credentials{.access_key_id = "old", .expires_at = clock_.now() + Seconds(3600)});
  slow->open();
  CachedCredentials cached(slow, clock_);
  ASSERT_TRUE(cached.get());
  clock_.advance(Seconds(2800));
  slow->close_with(Credentials{.access_key_id = "new", .expires_at = clock_.now() + Seconds(3600)});
  std::jthread asking([&] { EXPECT_EQ(cached.get()->access_key_id, "new"); });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (slow->asked != 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(cached.get()->access_key_id, "old");
  slow->open();
  asking.join();
  EXPECT_EQ(cached.get()->access_key_id, "new");
  EXPECT_EQ(slow->asked, 2);
}

}  // namespace
}  // namespace lakemirror::aws
