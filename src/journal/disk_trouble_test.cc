#include <gtest/gtest.h>

#include <filesystem>

#include "journal/faults/fault_vfs.h"
#include "journal/faults/intact.h"
#include "journal/faults/temporary_folder.h"

namespace lakemirror::journal {

namespace {

namespace fs = std::filesystem;

class DiskTrouble : public testing::TestWithParam<fault_vfs::Fault> {
 protected:
  DiskTrouble() { fault_vfs::install(); }
  ~DiskTrouble() override { fault_vfs::disarm(); }
};

TEST_P(DiskTrouble, AtAnyWriteItSaysSoAndGoesOnWhenTheDiskIsWell) {
  long nth = 1;
  for (;; ++nth) {
    const TemporaryFolder folder;
    auto journal = SqliteJournal::open(folder.file("journal.db"));
    ASSERT_TRUE(journal);
    Reported reported;
    const auto report = [&](const std::string& line) {
      reported.read(line);
      return true;
    };
    fault_vfs::arm(GetParam(), nth);
    const bool well = workload::run(**journal, 0, report);
    if (!well) {
      const auto refused = (*journal)->set_value("cursor", std::string(100'000, '9'));
      ASSERT_FALSE(refused) << "at write " << nth;
      EXPECT_EQ(refused.error().kind, ErrorKind::retry) << refused.error().text();
      EXPECT_FALSE(refused.error().hint.empty());
    }
    fault_vfs::disarm();
    expect_intact(**journal, reported);
    EXPECT_TRUE(workload::run(**journal, 0, report)) << "at write " << nth << " the disk was well again";
    expect_intact(**journal, reported);
    journal->reset();
    journal = SqliteJournal::open(folder.file("journal.db"));
    ASSERT_TRUE(journal);
    expect_intact(**journal, reported);
    if (HasFailure()) FAIL() << "at write " << nth;
    if (well) break;
  }
  EXPECT_GT(nth, 30) << "the workload has become too small to mean anything";
}

INSTANTIATE_TEST_SUITE_P(Ways, DiskTrouble,
                         testing::Values(fault_vfs::Fault::disk_full, fault_vfs::Fault::io_error),
                         [](const auto& way) {
                           return way.param == fault_vfs::Fault::disk_full ? "full" : "failing";
                         });

// The log after a crash may end anywhere.

constexpr std::uintmax_t wal_header = 32, frame = 24 + 8192;

/// How many batches are stored from the first one on; a batch after a missing one is a failure.
int prefix_length(Journal& journal) {
  int length = 0;
  while (batch_state(journal, length).stored == workload::batch_size) ++length;
  for (int batch = length; batch < workload::batches; ++batch)
    EXPECT_EQ(batch_state(journal, batch).stored, 0);
  return length;
}

TEST(CutLog, WhereverTheLogIsCutWhatIsLeftIsAPrefixOfTheTransactions) {
  const TemporaryFolder folder;
  const auto living = SqliteJournal::open(folder.file("journal.db"));
  ASSERT_TRUE(living);
  ASSERT_TRUE(workload::run(**living, 0, [](const std::string&) { return true; }));
  const std::uintmax_t size = fs::file_size(folder.file("journal.db-wal"));
  ASSERT_GT(size, 20 * frame);
  int longest = 0;
  for (std::uintmax_t length = 0; length <= size;
       length += length < wal_header ? wal_header / 2 : frame / 2) {
    const std::string copy = folder.file("copy.db");
    fs::copy_file(folder.file("journal.db"), copy, fs::copy_options::overwrite_existing);
    fs::copy_file(folder.file("journal.db-wal"), copy + "-wal", fs::copy_options::overwrite_existing);
    fs::remove(copy + "-shm");
    fs::resize_file(copy + "-wal", length);
    const auto journal = SqliteJournal::open(copy);
    ASSERT_TRUE(journal) << "cut at " << length << ": " << journal.error().text();
    const auto verified = (*journal)->verify();
    EXPECT_TRUE(verified) << "cut at " << length << ": " << verified.error().text();
    const int prefix = prefix_length(**journal);
    EXPECT_GE(prefix, longest) << "cut at " << length;
    longest = prefix;
  }
  EXPECT_EQ(longest, workload::batches);
}

}  // namespace

}  // namespace lakemirror::journal
