#include "journal/replicator_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/faults/temporary_folder.h"

namespace lakemirror::journal {

namespace {

TEST(ReplicatorLock, ASecondHolderHearsWhoTheFirstIs) {
  const TemporaryFolder folder;
  const auto first = ReplicatorLock::acquire(folder.file("journal.db"));
  ASSERT_TRUE(first);
  const auto second = ReplicatorLock::acquire(folder.file("journal.db"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::retry);
  EXPECT_THAT(second.error().message, testing::HasSubstr("process " + std::to_string(::getpid()) + " "));
  EXPECT_FALSE(second.error().hint.empty());
}

TEST(ReplicatorLock, ItIsFreeWhenItsHolderIsGone) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(ReplicatorLock::acquire(folder.file("journal.db"))); }
  EXPECT_TRUE(ReplicatorLock::acquire(folder.file("journal.db")));
}

TEST(ReplicatorLock, MovingItKeepsIt) {
  const TemporaryFolder folder;
  auto first = ReplicatorLock::acquire(folder.file("journal.db"));
  ReplicatorLock kept = std::move(*first);
  EXPECT_FALSE(ReplicatorLock::acquire(folder.file("journal.db")));
}

TEST(ReplicatorLock, JournalsDoNotLockEachOther) {
  const TemporaryFolder folder;
  const auto first = ReplicatorLock::acquire(folder.file("one.db"));
  EXPECT_TRUE(ReplicatorLock::acquire(folder.file("two.db")));
}

TEST(ReplicatorLock, AKilledHolderLetsGo) {
  const TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = ReplicatorLock::acquire(folder.file("journal.db"));
    const char answer = lock ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  const auto refused = ReplicatorLock::acquire(folder.file("journal.db"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr(std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(ReplicatorLock::acquire(folder.file("journal.db")));
}

TEST(ReplicatorLock, AFolderThatMayNotBeWrittenIsSaid) {
  const auto lock = ReplicatorLock::acquire("/proc/journal.db");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().kind, ErrorKind::denied);
}

}  // namespace

}  // namespace lakemirror::journal
