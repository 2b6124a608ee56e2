#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lakemirror::journal {

/// One use of a prepared statement: bind, step, read; the statement is ready for its next use when this goes,
/// so that no read transaction stays open behind a caller's back. Throws SQLite::Exception. Times are stored
/// as milliseconds since the epoch.
class SqliteQuery {
 public:
  explicit SqliteQuery(SQLite::Statement& statement) : statement_(statement) {}
  ~SqliteQuery() { statement_.tryReset(); }
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;

  /// Binds all parameters, in order. Values are copied.
  template <class... Values>
  SqliteQuery& with(const Values&... values) {
    int index = 0;
    (put(++index, values), ...);
    return *this;
  }

  /// True while there is a row to read.
  bool step() { return statement_.executeStep(); }
  /// Runs a statement that gives no rows; returns how many rows it changed.
  int run() { return statement_.exec(); }

  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  std::optional<std::string> optional_text(int column) const {
    if (statement_.isColumnNull(column)) return std::nullopt;
    return text(column);
  }
  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  Time time(int column) const { return Time(Milliseconds(integer(column))); }
  std::optional<Time> optional_time(int column) const {
    if (statement_.isColumnNull(column)) return std::nullopt;
    return time(column);
  }

 private:
  void put(int index, const std::string& value) { statement_.bind(index, value); }
  void put(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void put(int index, std::int64_t value) { statement_.bind(index, value); }
  void put(int index, Time value) { statement_.bind(index, std::int64_t{value.time_since_epoch().count()}); }
  // Not inline: g++ 12 would warn of an uninitialised optional that is never read.
  void put(int index, const std::optional<Time>& value);

  SQLite::Statement& statement_;
};

}  // namespace lakemirror::journal
