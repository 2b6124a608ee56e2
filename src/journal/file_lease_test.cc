#include "journal/file_lease.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>
#include <utility>

#include "journal/memory_journal.h"

namespace lakemirror::journal {
namespace {

/// Lets something happen right after one of its values was read.
class InterruptedJournal final : public MemoryJournal {
 public:
  Result<std::optional<std::string>> value(std::string_view name) override {
    ++reads;
    auto text = MemoryJournal::value(name);
    if (after_read) std::exchange(after_read, nullptr)();
    return text;
  }
  std::function<void()> after_read;
  std::atomic<int> reads = 0;
};

class FileLeaseTest : public testing::Test {
 protected:
  FileLeaseTest() {
    folder_ = std::filesystem::temp_directory_path() / ("lease-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~FileLeaseTest() override { std::filesystem::remove_all(folder_); }
  FileLease lease() { return {folder_ / "journal.db", journal, clock, random}; }

  InterruptedJournal journal;
  VirtualClock clock{Time(Seconds(1'790'000'000))};
  Random random{1};

 private:
  std::filesystem::path folder_;
};

TEST_F(FileLeaseTest, IsHeldByOneAndGivenBackToNobodyWhileItIsWanted) {
  FileLease holder = lease(), other = lease();
  EXPECT_FALSE(holder.check(Seconds(1)));
  ASSERT_TRUE(*holder.acquire());
  EXPECT_TRUE(holder.check(Seconds(1)));
  ASSERT_TRUE(holder.begin_look());
  EXPECT_FALSE(*other.acquire());
  EXPECT_FALSE(*holder.release_if_unwanted()) << "another look is due";
  ASSERT_TRUE(holder.begin_look());
  EXPECT_TRUE(*holder.release_if_unwanted());
  EXPECT_TRUE(*other.acquire());
  EXPECT_TRUE(other.release());
  EXPECT_TRUE(*holder.acquire());
}

TEST_F(FileLeaseTest, WantedWhileItIsBeingGivenBackItIsNotGivenBack) {
  FileLease holder = lease(), other = lease();
  ASSERT_TRUE(*holder.acquire());
  ASSERT_TRUE(holder.begin_look());
  journal.after_read = [&] { EXPECT_FALSE(*other.acquire()); };
  EXPECT_FALSE(*holder.release_if_unwanted());
  EXPECT_TRUE(holder.check(Seconds(1))) << "and is held";
}

TEST_F(FileLeaseTest, BehindTheFenceNobodyTakesItAndNobodyGoesOn) {
  FileLease holder = lease(), other = lease();
  ASSERT_TRUE(*holder.acquire());
  EXPECT_TRUE(other.raise({.by = "ops@host", .reason = "promoted"})->is_new);
  EXPECT_FALSE(holder.raise({.reason = "once more"})->is_new);
  EXPECT_EQ(other.standing().value()->reason, "promoted");
  EXPECT_NE(other.at_work().value().value_or("").find(std::to_string(::getpid())), std::string::npos);
  const auto on = holder.check(Seconds(1));
  ASSERT_FALSE(on);
  EXPECT_EQ(on.error().code, "Fenced");
  EXPECT_NE(on.error().message.find("promoted"), std::string::npos);
  ASSERT_TRUE(holder.release());
  EXPECT_EQ(*other.at_work(), std::nullopt);
  EXPECT_EQ(other.acquire().error().code, "Fenced");
  ASSERT_TRUE(holder.lift());
  EXPECT_EQ(*holder.standing(), std::nullopt);
  EXPECT_TRUE(*other.acquire());
}

TEST_F(FileLeaseTest, AsksForTheFenceOnlyNowAndThen) {
  FileLease holder = lease(), other = lease();
  ASSERT_TRUE(*holder.acquire());
  const int before = journal.reads;
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(holder.check(Seconds(1)));
  EXPECT_EQ(journal.reads, before + 1);
  ASSERT_TRUE(other.raise({.by = "ops@host"}));
  clock.advance(FileLease::fence_is_asked_every);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(holder.check(Seconds(1)).error().code, "Fenced");
  ASSERT_TRUE(other.lift());
  EXPECT_TRUE(holder.check(Seconds(1)));
  clock.advance(Milliseconds(-1));
  EXPECT_TRUE(holder.check(Seconds(1)));
  EXPECT_EQ(journal.reads, before + 6) << "a clock that was set back proves nothing";
  ASSERT_TRUE(holder.raise({.by = "ops@host"}));
  EXPECT_EQ(holder.check(Seconds(1)).error().code, "Fenced") << "its own";
}

TEST_F(FileLeaseTest, WhatWasSeenOfTheFenceUnderAnEarlierLockCountsForNothing) {
  FileLease holder = lease(), other = lease();
  const auto promote = [&] {
    ASSERT_TRUE(other.raise({.by = "ops@host"}));
    EXPECT_EQ(*other.at_work(), std::nullopt);
  };
  ASSERT_TRUE(*holder.acquire());
  ASSERT_TRUE(holder.check(Seconds(1)));
  ASSERT_TRUE(holder.release());
  journal.after_read = promote;  // what acquire reads is that there is none
  EXPECT_TRUE(*holder.acquire());
  EXPECT_EQ(holder.check(Seconds(1)).error().code, "Fenced");
  ASSERT_TRUE(other.lift());

  ASSERT_TRUE(holder.check(Seconds(1)));
  ASSERT_TRUE(holder.begin_look());
  journal.after_read = [&] {  // not wanted so far
    EXPECT_FALSE(*other.acquire());
    journal.after_read = promote;
  };
  EXPECT_FALSE(*holder.release_if_unwanted()) << "and took it again";
  EXPECT_EQ(holder.check(Seconds(1)).error().code, "Fenced");
}

TEST_F(FileLeaseTest, AFenceThatCannotBeReadStands) {
  ASSERT_TRUE(journal.set_value(fence_value, "{\"since\": 7"));
  EXPECT_EQ(lease().standing().value(), FenceNote{.reason = "{\"since\": 7"});
  EXPECT_EQ(lease().acquire().error().code, "Fenced");
}

TEST_F(FileLeaseTest, WhoIsRefusedIsToldWhoHasIt) {
  FileLease holder = lease(), other = lease();
  ASSERT_TRUE(*holder.acquire());
  ASSERT_FALSE(*other.acquire());
  EXPECT_NE(other.refusal().message.find(std::to_string(::getpid())), std::string::npos)
      << other.refusal().text();
}

TEST_F(FileLeaseTest, NoWakeUpIsLost) {
  // Each thread posts work and then wakes somebody up: itself, or by the lease whoever is at work.
  constexpr int threads = 4, posts = 50;
  std::atomic<int> posted = 0, seen = 0, holders = 0;
  const auto wake_up = [&](FileLease& mine) {
    if (!*mine.acquire()) return;
    EXPECT_EQ(++holders, 1);
    do {
      EXPECT_TRUE(mine.begin_look());
      seen = posted.load();
      --holders;  // at the latest when it is given back
    } while (!*mine.release_if_unwanted() && ++holders == 1);
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      FileLease mine = lease();
      for (int n = 0; n < posts; ++n) {
        ++posted;
        wake_up(mine);
      }
    });
  }
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(seen, threads * posts);
}

}  // namespace
}  // namespace lakemirror::journal
