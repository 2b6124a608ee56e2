#include "journal/sqlite_journal.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "journal/faults/temporary_folder.h"

namespace lakemirror::journal {

namespace {

using testing::HasSubstr;

class SqliteJournalTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteJournal> open() {
    auto journal = SqliteJournal::open(path);
    if (!journal) ADD_FAILURE() << journal.error().text();
    return std::move(journal).value();
  }
  Error open_error() {
    const auto journal = SqliteJournal::open(path);
    if (journal) ADD_FAILURE() << "it opened";
    return journal ? Error{} : journal.error();
  }
  static model::Event event(const std::string& id) {
    return {.event_id = id,
            .event_time = Time(Seconds(1'790'000'000)),
            .event_name = "CreateTable",
            .record = "{}",
            .feed = "lookup"};
  }
  /// A second view of the file, as the sqlite3 shell has it.
  std::string shell(const std::string& sql) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE, 1000);
    return database.execAndGet(sql).getString();
  }
  void write_file(const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

  TemporaryFolder folder;
  std::string path = folder.file("journal.db");
};

TEST_F(SqliteJournalTest, WhatIsWrittenIsThereWhenOpenedAgain) {
  ASSERT_TRUE(open()->append(std::vector{event("a")}, Time()));
  const auto journal = open();
  EXPECT_TRUE(journal->find("a").value().has_value());
  EXPECT_TRUE(journal->verify());
}

/// Whether another process would find the file locked. It has to be asked by one: a process is never in the
/// way of its own locks.
bool is_locked_for_others(const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    const int file = ::open(path.c_str(), O_RDWR);
    const bool is_locked = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::_exit(is_locked ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status) == 1;
}

// Without its lock the file is nobody's to the next process, which takes the log away when it closes the
// file.
TEST_F(SqliteJournalTest, OpeningItTwiceInOneProcessKeepsItsLocks) {
  const auto writer = open();
  ASSERT_TRUE(is_locked_for_others(path));
  auto reader = open();
  EXPECT_TRUE(is_locked_for_others(path));
  reader.reset();
  EXPECT_TRUE(is_locked_for_others(path));
}

TEST_F(SqliteJournalTest, ATimeThatNobodyCanHaveWrittenIsDamage) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(std::vector{event("a")}, Time()));
  for (const std::string column : {"EventTime", "ReceivedAt"}) {
    for (const std::string time : {"-9223372036854775808", "9223372036854775807"}) {
      SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE entry SET " + column + " = " + time);
      const auto found = journal->find("a");
      ASSERT_FALSE(found) << column << time;
      EXPECT_EQ(found.error().kind, ErrorKind::corrupt);
      EXPECT_THAT(found.error().message, HasSubstr(column));
    }
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE entry SET " + column + " = 0");
  }
  EXPECT_TRUE(journal->find("a"));
}

TEST_F(SqliteJournalTest, TwoMayHaveItOpenAndSeeEachOthersWrites) {
  const auto daemon = open(), command_line = open();
  ASSERT_TRUE(daemon->append(std::vector{event("a"), event("b")}, Time()));
  ASSERT_TRUE(command_line->skip("a", "made by hand", Time()));
  ASSERT_TRUE(daemon->append(std::vector{event("c")}, Time()));
  EXPECT_EQ(daemon->counts()->pending, 2U);
  EXPECT_EQ(command_line->counts()->processed, 1U);
}

TEST_F(SqliteJournalTest, FoldersAreMade) {
  path = folder.file("var/lib/lakemirror/journal.db");
  open();
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(SqliteJournalTest, OnlyItsOwnerMayReadIt) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(std::vector{event("a")}, Time()));
  for (const auto* suffix : {"", "-wal"}) {
    struct stat status = {};
    ASSERT_EQ(::stat((path + suffix).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(SqliteJournalTest, ItIsSetUpAsMeasuredAndDurable) {
  const auto journal = open();
  EXPECT_EQ(shell("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(shell("PRAGMA page_size"), "8192");
}

TEST_F(SqliteJournalTest, TheViewShowsEntriesToPeople) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(std::vector{event("a")}, Time(Seconds(1'790'000'300))));
  EXPECT_EQ(shell("SELECT EventId || ' ' || EventTime || ' ' || Processed_Flag || ' ' || ReceivedAt || ' ' "
                  "|| CloudTrailEvent FROM entries"),
            "a 2026-09-21T14:13:20Z N 2026-09-21T14:18:20Z {}");
}

TEST_F(SqliteJournalTest, EveryAttributeOfTheDesignIsAColumnOfTheView) {
  const auto journal = open();
  EXPECT_EQ(shell("SELECT group_concat(name, ' ') FROM pragma_table_info('entries')"),
            "EventId EventTime EventName EventSource Username Processed_Flag Outcome Reason Keys Attempts "
            "NextAttemptAt FailedSince MissingSince "
            "Error Hint ReceivedAt Feed OtherFeed OtherReceivedAt SettledAt CloudTrailEvent");
}

TEST_F(SqliteJournalTest, QueriesOfTheLoopUseTheirIndexes) {
  const auto journal = open();
  const auto plan = [&](const std::string& where) {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    SQLite::Statement statement(database, "EXPLAIN QUERY PLAN SELECT EventTime FROM entry WHERE " + where);
    statement.executeStep();
    return statement.getColumn("detail").getString();
  };
  EXPECT_THAT(plan("(Processed_Flag = 'N' OR (Processed_Flag = 'F' AND NextAttemptAt IS NOT NULL)) "
                   "AND (EventTime, EventId) > (?, ?) ORDER BY EventTime, EventId"),
              HasSubstr("entry_open"));
  EXPECT_THAT(plan("(Processed_Flag <> 'Y' OR Outcome = 'skipped') AND Processed_Flag = 'N' ORDER BY "
                   "EventTime LIMIT 1"),
              HasSubstr("COVERING INDEX entry_unsettled"));
  EXPECT_THAT(plan("NextAttemptAt > ?"), HasSubstr("entry_waiting"));
  EXPECT_THAT(plan("FailedSince IS NOT NULL AND NextAttemptAt > ? ORDER BY EventTime, EventId LIMIT 9"),
              HasSubstr("entry_failing"));
}

// Files that are no journal, or none any more.

TEST_F(SqliteJournalTest, AFileThatIsNoDatabaseIsRefused) {
  write_file(
      "this is a text file, long enough to be looked at by SQLite as a header, which it is not at all "
      ".........");
  const auto error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_EQ(error.subject, path);
  EXPECT_FALSE(error.hint.empty());
}

TEST_F(SqliteJournalTest, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
  {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE theirs (x)");
  }
  const auto error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.message, HasSubstr("no lakemirror journal"));
  EXPECT_EQ(shell("SELECT count(*) FROM sqlite_master"), "1");
}

TEST_F(SqliteJournalTest, AnOlderSchemaIsBroughtUpToDate) {
  const std::array downgrades = {
      "DROP VIEW entries; ALTER TABLE entry DROP COLUMN MissingSince; "
      "ALTER TABLE entry DROP COLUMN OtherFeed; ALTER TABLE entry DROP COLUMN OtherReceivedAt; "
      "CREATE VIEW entries AS SELECT EventId FROM entry; PRAGMA user_version = 2",
      "DROP VIEW entries; DROP INDEX entry_failing; ALTER TABLE entry DROP COLUMN MissingSince; "
      "ALTER TABLE entry DROP COLUMN FailedSince; "
      "ALTER TABLE entry DROP COLUMN OtherFeed; ALTER TABLE entry DROP COLUMN OtherReceivedAt; "
      "CREATE VIEW entries AS SELECT EventId FROM entry; PRAGMA user_version = 1"};
  ASSERT_TRUE(open()->append(std::vector{event("a")}, Time()));
  for (const auto* downgrade : downgrades) {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(downgrade);
    const auto journal = open();
    EXPECT_EQ(shell("PRAGMA user_version"), "3");
    const model::Outcome failed{
        .event_id = "a", .failed_since = Time(Seconds(60)), .missing_since = Time(Seconds(90))};
    ASSERT_TRUE(journal->settle(std::vector{failed}, Time(Seconds(120))));
    EXPECT_EQ(shell("SELECT FailedSince || ' ' || MissingSince FROM entries"),
              "1970-01-01T00:01:00Z 1970-01-01T00:01:30Z");
    auto again = event("a");
    again.feed = "eventbridge";
    ASSERT_TRUE(journal->append(std::vector{again}, Time(Seconds(150))));
    EXPECT_EQ(shell("SELECT OtherFeed || ' ' || OtherReceivedAt FROM entries"),
              "eventbridge 1970-01-01T00:02:30Z");
    EXPECT_TRUE(journal->verify());
  }
}

TEST_F(SqliteJournalTest, ANewerSchemaIsRefused) {
  open();
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  const auto error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.message, HasSubstr("version 99"));
  EXPECT_THAT(error.hint, HasSubstr("at least as new"));
}

TEST_F(SqliteJournalTest, AFileCutShortIsRefused) {
  {
    const auto journal = open();
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(journal->append(std::vector{event(std::to_string(i))}, Time()));
  }
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_EQ(open_error().kind, ErrorKind::corrupt);
}

TEST_F(SqliteJournalTest, DamageInsideIsFoundByVerify) {
  {
    const auto journal = open();
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(journal->append(std::vector{event(std::to_string(i))}, Time()));
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-3 * 8192, std::ios::end);
    file << std::string(8192, '\x5a');
  }
  const auto journal = SqliteJournal::open(path);
  ASSERT_TRUE(journal);
  EXPECT_EQ((*journal)->verify().error().kind, ErrorKind::corrupt);
}

TEST_F(SqliteJournalTest, ATallyThatDoesNotAddUpIsFoundByVerify) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(std::vector{event("a")}, Time()));
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE tally SET Entries = 7");
  const auto verified = journal->verify();
  ASSERT_FALSE(verified);
  EXPECT_THAT(verified.error().message, HasSubstr("tally"));
}

TEST_F(SqliteJournalTest, AFolderThatMayNotBeWrittenIsSaid) {
  path = "/proc/journal.db";  // nobody may make files here, root neither
  const auto error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::denied);
  EXPECT_FALSE(error.hint.empty());
}

TEST_F(SqliteJournalTest, AFolderThatIsAFileIsSaid) {
  write_file("x");
  path += "/journal.db";
  EXPECT_EQ(open_error().kind, ErrorKind::denied);
}

TEST_F(SqliteJournalTest, AFileMovedAwayStopsTheWriting) {
  const auto journal = open();
  std::filesystem::rename(path, path + ".away");
  const auto stored = journal->append(std::vector{event("a")}, Time());
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(stored.error().message, HasSubstr("moved or deleted"));
}

}  // namespace

}  // namespace lakemirror::journal
