#pragma once

#include "base/result.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

// What SQLite itself takes for sound. All of it is cheap enough for every start; SqliteJournal::verify()
// reads every page.

/// Before the file is opened: SQLite makes a new database of an empty file, deletes the log beside it, and
/// takes zeros for what is missing of the last page.
Result<void> check_not_cut(const std::string& path);

/// Whether the indexes by which open entries are found have as many of them as were stored. Throws.
void check_open_entries(SqliteSession& session);

}  // namespace lakemirror::journal
