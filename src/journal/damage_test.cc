// A file that was cut, or of which a page has become something else: whatever is opened then holds what was
// stored, or it is said that it cannot be trusted.

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/random.h"
#include "journal/faults/temporary_folder.h"
#include "journal/faults/workload.h"
#include "journal/sqlite_journal.h"

namespace lakemirror::journal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPage = 8192;
constexpr std::uintmax_t kWalHeader = 32, kFrame = 24 + kPage;
constexpr int kBatches = 30;  ///< four entries each
const Time kNow = Time(Seconds(1'790'100'000));

/// What must never be lost: which entries are open, and how far the feed has read.
struct Content {
  std::set<std::string> pending;
  std::set<std::string> parked;
  std::string cursor;
  int broken_records = 0;

  friend bool operator==(const Content&, const Content&) = default;
};

/// As a replicator takes it up: page by page of what is due.
Result<Content> content_of(Journal& journal) {
  Content content;
  Journal::Position position;
  for (;;) {
    LM_TRY(const auto due, journal.due(kNow + std::chrono::years(1), 20, position));
    if (due.empty()) break;
    for (const auto& entry : due) {
      if (entry.event.record != workload::record(entry.event.event_id)) ++content.broken_records;
      (entry.flag == model::ProcessedFlag::parked ? content.parked : content.pending)
          .insert(entry.event.event_id);
    }
    position = {due.back().event.event_time, due.back().event.event_id};
  }
  LM_TRY(const auto cursor, journal.value("cursor"));
  content.cursor = cursor.value_or("");
  return content;
}

/// Of every third batch nothing is known, one is parked, one processed.
Result<void> settle(Journal& journal, int batch) {
  if (batch % 3 == 0) return {};
  auto outcomes = workload::outcomes(batch);
  if (batch % 3 == 1) {
    for (auto& outcome : outcomes) {
      outcome.kind = model::OutcomeKind::parked;
      outcome.next_attempt_at = kNow + Seconds(60);
    }
  }
  return journal.settle(outcomes, kNow);
}

Result<void> fill(Journal& journal, int from, int to, const std::function<void()>& after_each = {}) {
  for (int batch = from; batch < to; ++batch) {
    LM_CHECK(journal.append(workload::events(batch), kNow));
    if (after_each) after_each();
    LM_CHECK(settle(journal, batch));
    if (after_each) after_each();
    const std::vector<std::string> keys{fmt::format("database/sales/table/t{}", batch)};
    LM_CHECK(journal.remember_keys(keys));
    LM_CHECK(journal.set_value("cursor", std::to_string(batch)));
    if (after_each) after_each();
  }
  return {};
}

class JournalDamage : public testing::Test {
 protected:
  /// A journal at rest: all of it in the one file.
  Content at_rest() {
    {
      const auto journal = SqliteJournal::open(path());
      EXPECT_TRUE(journal && fill(**journal, 0, kBatches));
    }
    EXPECT_FALSE(fs::exists(path() + "-wal"));
    pages_ = fs::file_size(path()) / kPage;
    EXPECT_GT(pages_, 50u) << "the journal has become too small to mean anything";
    const auto journal = SqliteJournal::open(path());
    return *content_of(**journal);
  }

  std::string path() const { return folder_.file("journal.db"); }
  std::string copy() const { return folder_.file("copy.db"); }

  void copy_file() const {
    fs::copy_file(path(), copy(), fs::copy_options::overwrite_existing);
    for (const auto* beside : {"-wal", "-shm"}) fs::remove(copy() + beside);
  }

  static void expect_clear(const Error& error, const std::string& how) {
    EXPECT_EQ(error.kind, ErrorKind::corrupt) << how << ": " << error.text();
    EXPECT_FALSE(error.hint.empty()) << how;
    EXPECT_FALSE(error.subject.empty()) << how;
  }

  /// Opened, read and written to; true when nobody noticed, and then nothing may be missing.
  bool goes_unnoticed(const Content& stored, const std::string& how) const {
    const auto journal = SqliteJournal::open(copy());
    if (!journal) return expect_clear(journal.error(), how), false;
    const auto found = content_of(**journal);
    if (!found) return expect_clear(found.error(), how), false;
    EXPECT_EQ(found->pending, stored.pending) << how;
    EXPECT_EQ(found->parked, stored.parked) << how;
    EXPECT_EQ(found->cursor, stored.cursor) << how;
    EXPECT_TRUE(found->broken_records == 0 || may_break_records_) << how;
    const auto more = fill(**journal, kBatches, kBatches + 3);
    if (!more) return expect_clear(more.error(), how), false;
    return true;
  }

  void overwrite(std::uintmax_t page, const std::string& bytes) const {
    std::fstream file(copy(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(page * kPage));
    file << bytes;
  }

  TemporaryFolder folder_;
  std::uintmax_t pages_ = 0;
  /// A row of another table in the place of a record is text that cannot be read as one: its entry is parked.
  bool may_break_records_ = false;
};

TEST_F(JournalDamage, CutAnywhereItIsRefused) {
  const auto stored = at_rest();
  for (std::uintmax_t page = 0; page < pages_; ++page) {
    for (const std::uintmax_t more : {0, 1, 100, 4096, 8191}) {
      copy_file();
      fs::resize_file(copy(), page * kPage + more);
      if (page == 0 && more == 0) continue;  // a test of its own
      const auto how = fmt::format("cut at page {} + {}", page, more);
      EXPECT_FALSE(goes_unnoticed(stored, how)) << how;
    }
  }
}

TEST_F(JournalDamage, AnEmptiedPageLosesNothingUnnoticed) {
  const auto stored = at_rest();
  for (std::uintmax_t page = 0; page < pages_; ++page) {
    copy_file();
    overwrite(page, std::string(kPage, '\0'));
    goes_unnoticed(stored, fmt::format("page {} emptied", page));
  }
}

TEST_F(JournalDamage, APageOfNoiseLosesNothingUnnoticed) {
  const auto stored = at_rest();
  Random random(1);
  for (std::uintmax_t page = 0; page < pages_; ++page) {
    std::string noise(kPage, '\0');
    for (auto& byte : noise) byte = static_cast<char>(random.below(256));
    copy_file();
    overwrite(page, noise);
    goes_unnoticed(stored, fmt::format("page {} noise", page));
  }
}

/// As when a disk forgets a write, or an old block comes back.
TEST_F(JournalDamage, APageInThePlaceOfAnotherLosesNothingUnnoticed) {
  const auto stored = at_rest();
  may_break_records_ = true;
  for (std::uintmax_t page = 1; page < pages_; ++page) {
    copy_file();
    std::string other(kPage, '\0');
    std::ifstream file(path(), std::ios::binary);
    file.seekg(static_cast<std::streamoff>((page - 1) * kPage));
    file.read(other.data(), kPage);
    overwrite(page, other);
    goes_unnoticed(stored, fmt::format("page {} is what page {} is", page, page - 1));
  }
}

TEST_F(JournalDamage, AnEmptyFileWhereAJournalWasIsNotANewJournal) {
  at_rest();
  std::ofstream(copy() + ".lock") << "4711\n";  // a replicator has worked with it
  std::ofstream(copy(), std::ios::trunc).flush();
  const auto journal = SqliteJournal::open(copy());
  ASSERT_FALSE(journal);
  expect_clear(journal.error(), "empty");
  fs::remove(copy());
  EXPECT_TRUE(SqliteJournal::open(copy())) << "a missing file is made anew";
}

TEST_F(JournalDamage, AnEmptyFileBesideItsLogIsNotANewJournal) {
  const auto living = SqliteJournal::open(path());
  ASSERT_TRUE(living && fill(**living, 0, 3));
  copy_file();
  fs::copy_file(path() + "-wal", copy() + "-wal");
  std::ofstream(copy(), std::ios::trunc).flush();
  const auto journal = SqliteJournal::open(copy());
  ASSERT_FALSE(journal);
  expect_clear(journal.error(), "empty with a log");
  EXPECT_GT(fs::file_size(copy() + "-wal"), 0u) << "what is left of it is kept";
}

/// What once was stored, and a log that is cut: what is opened must be one of the former.
class JournalCutLog : public JournalDamage {
 protected:
  void note() { once_.push_back(*content_of(*living_)); }

  void expect_what_once_was() {
    const std::uintmax_t size = fs::file_size(path() + "-wal");
    ASSERT_GT(size, 20 * kFrame);
    for (std::uintmax_t length = 0; length <= size; length += length < kWalHeader ? kWalHeader : kFrame / 2) {
      copy_file();
      fs::copy_file(path() + "-wal", copy() + "-wal");
      fs::resize_file(copy() + "-wal", length);
      const auto how = fmt::format("log cut at {}", length);
      const auto journal = SqliteJournal::open(copy());
      const auto found = journal ? content_of(**journal) : fail(journal.error());
      if (!found) {
        expect_clear(found.error(), how);
      } else {
        EXPECT_TRUE(std::ranges::find(once_, *found) != once_.end()) << how << " gives what never was";
      }
    }
  }

  std::unique_ptr<SqliteJournal> living_ = *SqliteJournal::open(path());
  std::vector<Content> once_;
};

TEST_F(JournalCutLog, GivesWhatOnceWasStoredOrIsRefused) {
  note();
  ASSERT_TRUE(fill(*living_, 0, 12, [&] { note(); }));
  expect_what_once_was();
}

/// A part of the log is in the file already: cut, the two no longer fit together.
TEST_F(JournalCutLog, HalfMovedIntoTheFileItGivesWhatOnceWasStoredOrIsRefused) {
  note();
  ASSERT_TRUE(fill(*living_, 0, 6, [&] { note(); }));
  SQLite::Database reader(path(), SQLite::OPEN_READWRITE);
  reader.exec("BEGIN");
  ASSERT_EQ(reader.execAndGet("SELECT count(*) FROM entry").getInt(), 24);
  ASSERT_TRUE(fill(*living_, 6, 12, [&] { note(); }));
  SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("PRAGMA wal_checkpoint(PASSIVE)");
  expect_what_once_was();
}

/// The log is whole, and the file that it continues is cut: what the log does not have is gone.
TEST_F(JournalCutLog, OfAFileThatIsCutItGivesEverythingOrIsRefused) {
  ASSERT_TRUE(fill(*living_, 0, 12));
  SQLite::Database(path(), SQLite::OPEN_READWRITE).exec("PRAGMA wal_checkpoint(PASSIVE)");
  ASSERT_TRUE(fill(*living_, 12, 18));
  const auto stored = *content_of(*living_);
  const auto pages = fs::file_size(path()) / kPage;
  ASSERT_GT(pages, 15u);
  for (std::uintmax_t page = 0; page < pages; ++page) {
    for (const std::uintmax_t more : {0, 1, 4096, 8191}) {
      copy_file();
      fs::copy_file(path() + "-wal", copy() + "-wal");
      fs::resize_file(copy(), page * kPage + more);
      goes_unnoticed(stored, fmt::format("with its log, cut at page {} + {}", page, more));
    }
  }
}

}  // namespace

}  // namespace lakemirror::journal
