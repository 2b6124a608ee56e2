#pragma once

#include "base/result.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

/// The version of the tables this code reads and writes, kept in PRAGMA user_version.
inline constexpr int schema_version = 3;

// The conditions of the partial indexes. An index serves a query only when the query repeats its very words.
inline constexpr std::string_view open_entry =
    "(Processed_Flag = 'N' OR (Processed_Flag = 'F' AND NextAttemptAt IS NOT NULL))";
inline constexpr std::string_view failing_entry = "FailedSince IS NOT NULL";
inline constexpr std::string_view unsettled_entry = "(Processed_Flag <> 'Y' OR Outcome = 'skipped')";

/// Makes the tables in an empty file, brings those of an older version up to date, and refuses a file that is
/// no journal, or one of a newer version. Throws SQLite::Exception, as SqliteSession does.
Result<void> prepare_schema(SqliteSession& session);

}  // namespace lakemirror::journal
