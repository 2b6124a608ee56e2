#include "journal/sqlite_schema.h"

#include <fmt/format.h>

namespace lakemirror::journal {

namespace {

/// "LMJ1" in PRAGMA application_id: tells a journal from any other SQLite file, also to file(1).
constexpr int application_id = 0x4c4d4a31;

// docs/journal.md explains every column. The record has a table of its own because settling rewrites a row:
// with the record in it, 2 KB would be written again for each outcome. Tables keep their rowid: WITHOUT ROWID
// is three times slower for rows of this size. The flag's CHECK is spelled out because SQLite makes a
// temporary table of a list after IN each time it checks a row. Times are milliseconds since the epoch.
constexpr std::string_view tables = R"sql(
CREATE TABLE entry (
  Seq            INTEGER PRIMARY KEY,
  EventId        TEXT NOT NULL UNIQUE,
  EventTime      INTEGER NOT NULL,
  EventName      TEXT NOT NULL,
  EventSource    TEXT NOT NULL,
  Username       TEXT NOT NULL,
  Feed           TEXT NOT NULL,
  ReceivedAt     INTEGER NOT NULL,
  Processed_Flag TEXT NOT NULL DEFAULT 'N' CHECK (Processed_Flag = 'N' OR Processed_Flag = 'F' OR Processed_Flag = 'Y'),
  Outcome        TEXT NOT NULL DEFAULT '',
  Reason         TEXT NOT NULL DEFAULT '',
  Keys           TEXT NOT NULL DEFAULT '[]',
  Attempts       INTEGER NOT NULL DEFAULT 0,
  NextAttemptAt  INTEGER,
  Error          TEXT NOT NULL DEFAULT '',
  Hint           TEXT NOT NULL DEFAULT '',
  SettledAt      INTEGER,
  FailedSince    INTEGER,
  MissingSince   INTEGER,
  OtherFeed      TEXT NOT NULL DEFAULT '',
  OtherReceivedAt INTEGER
) STRICT;
CREATE TABLE record (
  Seq             INTEGER PRIMARY KEY,
  CloudTrailEvent TEXT NOT NULL
) STRICT;
CREATE INDEX entry_by_time ON entry (EventTime);
CREATE INDEX entry_open ON entry (EventTime, EventId, NextAttemptAt) WHERE {open};
CREATE INDEX entry_unsettled ON entry (EventTime, Processed_Flag, Outcome) WHERE {unsettled};
CREATE INDEX entry_waiting ON entry (NextAttemptAt) WHERE NextAttemptAt IS NOT NULL;
CREATE INDEX entry_failing ON entry (EventTime, EventId, NextAttemptAt) WHERE {failing};
CREATE TABLE tally (
  Processed_Flag TEXT NOT NULL,
  Outcome        TEXT NOT NULL,
  Entries        INTEGER NOT NULL,
  PRIMARY KEY (Processed_Flag, Outcome)
) STRICT;
CREATE TABLE known_key (
  Kind INTEGER NOT NULL,
  Key  TEXT NOT NULL,
  PRIMARY KEY (Kind, Key)
) STRICT, WITHOUT ROWID;
CREATE TABLE value (
  Name TEXT PRIMARY KEY NOT NULL,
  Text TEXT NOT NULL
) STRICT;
)sql";

constexpr std::string_view view = R"sql(
CREATE VIEW entries AS
SELECT EventId,
       strftime('%Y-%m-%dT%H:%M:%SZ', EventTime / 1000, 'unixepoch') AS EventTime,
       EventName, EventSource, Username, Processed_Flag, Outcome, Reason, Keys, Attempts,
       strftime('%Y-%m-%dT%H:%M:%SZ', NextAttemptAt / 1000, 'unixepoch') AS NextAttemptAt,
       strftime('%Y-%m-%dT%H:%M:%SZ', FailedSince / 1000, 'unixepoch') AS FailedSince,
       strftime('%Y-%m-%dT%H:%M:%SZ', MissingSince / 1000, 'unixepoch') AS MissingSince,
       Error, Hint,
       strftime('%Y-%m-%dT%H:%M:%SZ', ReceivedAt / 1000, 'unixepoch') AS ReceivedAt,
       Feed, OtherFeed,
       strftime('%Y-%m-%dT%H:%M:%SZ', OtherReceivedAt / 1000, 'unixepoch') AS OtherReceivedAt,
       strftime('%Y-%m-%dT%H:%M:%SZ', SettledAt / 1000, 'unixepoch') AS SettledAt,
       CloudTrailEvent
  FROM entry JOIN record USING (Seq);
)sql";

/// Version 2 says since when an entry has failed, version 3 since when what it needs was missing,
/// and which other feed brought it too.
constexpr std::string_view from_1_to_2 = R"sql(
ALTER TABLE entry ADD COLUMN FailedSince INTEGER;
CREATE INDEX entry_failing ON entry (EventTime, EventId, NextAttemptAt) WHERE {failing};
)sql";
constexpr std::string_view from_2_to_3 = R"sql(
ALTER TABLE entry ADD COLUMN MissingSince INTEGER;
ALTER TABLE entry ADD COLUMN OtherFeed TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN OtherReceivedAt INTEGER;
DROP VIEW entries;
)sql";

int pragma(SqliteSession& session, const char* sql) { return session.database().execAndGet(sql).getInt(); }

bool is_empty(SqliteSession& session) { return pragma(session, "SELECT count(*) FROM sqlite_master") == 0; }

Error refuse(SqliteSession& session, std::string message, std::string hint) {
  return {.kind = ErrorKind::invalid,
          .operation = "journal open",
          .subject = session.path(),
          .message = std::move(message),
          .hint = std::move(hint)};
}

/// Other processes that have the file open go on: they name the columns they know.
Result<void> bring_up_to_date(SqliteSession& session) {
  const auto version = [&] { return pragma(session, "PRAGMA user_version"); };
  const auto is_old = [&] { return version() == 1 || version() == 2; };
  if (!is_old()) return {};
  return session.write([&]() -> Result<void> {
    if (!is_old()) return {};
    if (version() == 1) session.database().exec(fmt::format(from_1_to_2, fmt::arg("failing", failing_entry)));
    session.database().exec(std::string(from_2_to_3));
    session.database().exec(std::string(view));
    session.database().exec(fmt::format("PRAGMA user_version = {}", schema_version));
    return {};
  });
}

}  // namespace

Result<void> prepare_schema(SqliteSession& session) {
  // Asked again under the write lock: two processes may start at once.
  if (is_empty(session)) {
    LM_CHECK(session.write([&]() -> Result<void> {
      if (!is_empty(session)) return {};
      session.database().exec(fmt::format(tables, fmt::arg("open", open_entry),
                                          fmt::arg("unsettled", unsettled_entry),
                                          fmt::arg("failing", failing_entry)));
      session.database().exec(std::string(view));
      session.database().exec(fmt::format("PRAGMA application_id = {}", application_id));
      session.database().exec(fmt::format("PRAGMA user_version = {}", schema_version));
      return {};
    }));
  }
  if (pragma(session, "PRAGMA application_id") != application_id) {
    return fail(
        refuse(session, "this SQLite file is no lakemirror journal", "name another file as the journal"));
  }
  LM_CHECK(bring_up_to_date(session));
  const int version = pragma(session, "PRAGMA user_version");
  if (version != schema_version) {
    return fail(refuse(session,
                       fmt::format("the journal has schema version {}, this lakemirror knows version {}",
                                   version, schema_version),
                       "use a lakemirror at least as new as the one that wrote the journal"));
  }
  return {};
}

}  // namespace lakemirror::journal
