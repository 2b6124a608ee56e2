#include "journal/sqlite_session.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace lakemirror::journal {

namespace {

// Another process (the command line beside the daemon) holds the write lock for one transaction at a time.
constexpr int busy_timeout_ms = 10'000;

constexpr bool in_memory(std::string_view path) { return path == ":memory:"; }

/// Makes the file, readable by its owner only: records name people and addresses. SQLite gives the files
/// beside it the same rights. Failure shows when the file is opened. One that exists is not touched: closing
/// it here would take away the locks that another connection of this process holds on it, and the next
/// process to close the journal would take its log away as nobody's.
const std::string& made_private(const std::string& path) {
  if (in_memory(path)) return path;
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  return path;
}

/// Without it SQLite counts all memory under one lock, at every allocation, for limits that are not used
/// here. It can only be said before the first connection; later it is refused, and nothing is lost by that.
void leave_memory_uncounted() {
  [[maybe_unused]] static const int said = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

const std::string& prepared(const std::string& path) {
  leave_memory_uncounted();
  return made_private(path);
}

}  // namespace

SqliteSession::SqliteSession(const std::string& path)
    : path_(path),
      database_(prepared(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                busy_timeout_ms) {
  sqlite3_extended_result_codes(database_.getHandle(), 1);
  // page_size counts only while the file is empty. A record of 2 KB fits a page of 8 KB three times over.
  database_.exec("PRAGMA page_size = 8192");
  database_.exec("PRAGMA journal_mode = WAL");
  // FULL: the log reaches the disk before a transaction is reported as done. NORMAL would lose the last ones
  // with the power.
  database_.exec("PRAGMA synchronous = FULL");
  // A checkpoint every 64 MB: ten times fewer pages are written twice than at the default of 4 MB.
  database_.exec("PRAGMA wal_autocheckpoint = 8000");
  database_.exec("PRAGMA journal_size_limit = 67108864");
  // 4 MB: the upper pages of the index over event ids, which are random and so touch all of it.
  database_.exec("PRAGMA cache_size = -4096");
}

SqliteQuery SqliteSession::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    std::string text(sql);
    SQLite::Statement prepared(database_, text);
    found = statements_.emplace(std::move(text), std::move(prepared)).first;
  }
  return SqliteQuery(found->second);
}

void SqliteSession::check_file_is_still_there() {
  if (in_memory(path_)) return;
  int moved = 0;
  sqlite3_file_control(database_.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (moved != 0)
    throw SQLite::Exception("the file was moved or deleted while in use", SQLITE_READONLY_DBMOVED);
}

namespace {

struct Reading {
  ErrorKind kind;
  std::string_view hint;
};

Reading read_code(int code) {
  if (code == SQLITE_READONLY_DBMOVED) {
    return {ErrorKind::corrupt,
            "put the file back, or restart to begin a new one and see docs/journal.md, 'When it is lost'"};
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::retry, "another process is writing to the journal; it will be tried again"};
    case SQLITE_FULL:
      return {ErrorKind::retry, "free space on the disk that holds the journal; nothing was written"};
    case SQLITE_IOERR:
      return {ErrorKind::retry, "check the disk that holds the journal; nothing was reported as done"};
    case SQLITE_NOMEM:
      return {ErrorKind::retry, "free memory; nothing was written"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return {ErrorKind::denied,
              "the journal needs the right to read and write the file, and to make files beside it"};
    case SQLITE_TOOBIG:
      return {ErrorKind::invalid, "SQLite keeps no value of more than 1 GB"};
    case SQLITE_NOTADB:
      return {ErrorKind::corrupt,
              "this is no SQLite file; name another one as the journal, or move this one away"};
    default:
      return {ErrorKind::corrupt,
              "stop, keep a copy of the file and its -wal, and see docs/journal.md, 'When it is lost'"};
  }
}

}  // namespace

Error sqlite_error(std::string_view operation, const std::string& path, const SQLite::Exception& exception) {
  const int code =
      exception.getExtendedErrorCode() > 0 ? exception.getExtendedErrorCode() : exception.getErrorCode();
  const auto [kind, hint] = read_code(code);
  return {.kind = kind,
          .operation = "journal " + std::string(operation),
          .subject = path,
          .code = "SQLite " + std::to_string(code),
          .message = exception.what(),
          .hint = std::string(hint)};
}

}  // namespace lakemirror::journal
