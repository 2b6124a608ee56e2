#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/sqlite_query.h"

namespace lakemirror::journal {

/// The Error for what SQLite threw: `retry` when busy, full or failing, `corrupt` when the file cannot be
/// trusted, `denied` when it may not be written.
Error sqlite_error(std::string_view operation, const std::string& path, const SQLite::Exception& exception);

/// One connection to the journal's file, with its prepared statements. Its members throw SQLite::Exception
/// and are for use inside guarded(), which lets none out and lets one thread in at a time.
class SqliteSession {
 public:
  /// Opens the file, or makes it. Throws.
  explicit SqliteSession(const std::string& path);

  /// Runs `work`, which returns some Result, alone, and turns what it throws into an Error.
  template <class Work>
  auto guarded(std::string_view operation, Work&& work) -> decltype(work()) {
    const std::scoped_lock lock(mutex_);
    try {
      return work();
    } catch (const SQLite::Exception& exception) {
      return fail(sqlite_error(operation, path_, exception));
    } catch (const std::exception& exception) {  // no memory
      return fail({.kind = ErrorKind::retry,
                   .operation = "journal " + std::string(operation),
                   .subject = path_,
                   .message = exception.what()});
    }
  }

  /// Runs `work`, which returns Result<void>, as one transaction: durable when this returns success, and
  /// taken back when `work` fails or throws.
  template <class Work>
  Result<void> write(Work&& work) {
    check_file_is_still_there();
    // IMMEDIATE: a transaction that begins by reading could not be upgraded once another process has written.
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    LM_CHECK(work());
    transaction.commit();
    return {};
  }

  /// Runs `work` on one unchanging view of the file.
  template <class Work>
  void read(Work&& work) {
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::DEFERRED);
    work();
    transaction.commit();
  }

  /// A use of the statement, which is prepared the first time and kept.
  SqliteQuery query(std::string_view sql);

  SQLite::Database& database() { return database_; }
  const std::string& path() const { return path_; }

 private:
  void check_file_is_still_there();

  std::string path_;
  std::mutex mutex_;
  SQLite::Database database_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;  // goes before database_
};

}  // namespace lakemirror::journal
