#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/faults/intact.h"
#include "journal/faults/temporary_folder.h"

namespace lakemirror::journal {

namespace {

struct Ended {
  int status = 0;
  std::string output;
};

/// Runs journal_crash, built beside this program, and reads what it reports until it dies.
Ended run_until_killed(const std::string& journal, const std::string& mode, long nth) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const std::string number = std::to_string(nth);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execl(LAKEMIRROR_JOURNAL_CRASH, "journal_crash", journal.c_str(), mode.c_str(), number.c_str(),
            nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  Ended ended;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof(buffer))) > 0;) {
    ended.output.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  ::waitpid(child, &ended.status, 0);
  return ended;
}

/// A process takes long to start under sanitizers; without them every write has its turn.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long stride = 4;
#else
constexpr long stride = 1;
#endif

class JournalCrash : public testing::TestWithParam<std::string> {};

TEST_P(JournalCrash, KilledAtEveryWriteItLosesNothingReportedAndKeepsNothingByHalf) {
  long nth = 1;
  for (;; nth += stride) {
    const TemporaryFolder folder;
    const std::string path = folder.file("journal.db");
    const auto ended = run_until_killed(path, GetParam(), nth);
    if (WIFEXITED(ended.status)) {
      ASSERT_EQ(WEXITSTATUS(ended.status), 0) << "at write " << nth;
      break;
    }
    ASSERT_EQ(WTERMSIG(ended.status), SIGKILL);
    const auto journal = SqliteJournal::open(path);
    ASSERT_TRUE(journal) << "at write " << nth << ": " << journal.error().text();
    Reported reported;
    reported.read(ended.output);
    expect_intact(**journal, reported);
    ASSERT_TRUE((*journal)->append(workload::events(1000), Time())) << "it goes on after the crash";
    if (HasFailure()) FAIL() << "at write " << nth;
  }
  EXPECT_GT(nth, 100) << "the workload has become too small to mean anything";
  RecordProperty("writes", std::to_string(nth));
}

INSTANTIATE_TEST_SUITE_P(Ways, JournalCrash, testing::Values("kill", "torn", "power_loss"),
                         [](const auto& way) { return way.param; });

}  // namespace

}  // namespace lakemirror::journal
