#include "journal/sqlite_damage.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "journal/sqlite_schema.h"

namespace lakemirror::journal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t page_size = 8192;  // as sqlite_session.cc sets it

/// 0 for what is not there.
std::uintmax_t size_of(const std::string& path) {
  std::error_code missing;
  const auto size = fs::file_size(path, missing);
  return missing ? 0 : size;
}

/// Up to the size of a page, big-endian at the end of these 18 bytes, as SQLite's file format has it.
std::string head_of(const std::string& path) {
  std::string head(18, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

/// What is no database, or another program's with pages of another size, is told apart when it is opened.
bool begins_as_ours(const std::string& path) {
  using namespace std::string_literals;
  const auto ours = "SQLite format 3\0\x20\0"s;
  const auto head = head_of(path);
  return head == ours.substr(0, head.size());
}

/// Whether the log beside the file has a page. Each of its frames begins with the page's number, big-endian,
/// and has the log's salt; those of an earlier use of the log have another one.
bool log_has(const std::string& path, std::uintmax_t page) {
  constexpr std::size_t salt_in_log = 16, salt_in_frame = 8, salt = 8;
  std::ifstream log(path + "-wal", std::ios::binary);
  std::array<char, 32> header{};
  std::array<char, 24> frame{};
  log.read(header.data(), header.size());
  for (; log.read(frame.data(), frame.size()); log.seekg(page_size, std::ios::cur)) {
    std::uintmax_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(frame[i]);
    if (number == page &&
        std::equal(&frame[salt_in_frame], &frame[salt_in_frame] + salt, &header[salt_in_log]))
      return true;
  }
  return false;
}

Error cut(const std::string& path, std::string message) {
  return {.kind = ErrorKind::corrupt,
          .operation = "journal open",
          .subject = path,
          .message = std::move(message),
          .hint =
              "keep what is left and see docs/journal.md, 'When it is lost'; to begin a new journal, remove "
              "the file and those beside it"};
}

}  // namespace

Result<void> check_not_cut(const std::string& path) {
  std::error_code missing;
  if (!fs::exists(path, missing)) return {};
  const auto size = size_of(path), log = size_of(path + "-wal");
  // There is no log before the first page is whole.
  if (size < page_size && log > 0)
    return fail(cut(path, fmt::format("{} bytes are left of the file, and a log beside it", size)));
  if (size == 0 && size_of(path + ".lock") > 0)
    return fail(cut(path, "the file is empty, and the lock beside it says that it was in use"));
  // Where a process ended in the middle of a page, the log has the whole of it, and before there is a log,
  // the rollback journal has what was there.
  if (size % page_size == 0 || fs::exists(path + "-journal", missing) || !begins_as_ours(path)) return {};
  if (log_has(path, size / page_size + 1)) return {};
  return fail(cut(path, fmt::format("the file was cut: {} bytes are no whole pages", size)));
}

void check_open_entries(SqliteSession& session) {
  static const std::string sql = fmt::format(
      R"sql(
WITH told AS (SELECT coalesce(sum(Entries) FILTER (WHERE Processed_Flag = 'N'), 0) AS N,
                     coalesce(sum(Entries) FILTER (WHERE Processed_Flag = 'F'), 0) AS F FROM tally),
     found AS (SELECT count(*) FILTER (WHERE Processed_Flag = 'N') AS N,
                      count(*) FILTER (WHERE Processed_Flag = 'F') AS F
                 FROM entry INDEXED BY entry_unsettled WHERE {}),
     open AS (SELECT count(*) AS Entries FROM entry INDEXED BY entry_open WHERE {})
SELECT told.N, told.F, found.N, found.F, open.Entries FROM told, found, open
 WHERE told.N <> found.N OR told.F <> found.F OR open.Entries NOT BETWEEN told.N AND told.N + told.F)sql",
      unsettled_entry, open_entry);
  auto row = session.query(sql);
  if (!row.step()) return;
  const auto message =
      fmt::format("{} pending and {} parked entries were stored, {} and {} are found, {} of them to be tried",
                  row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4));
  throw SQLite::Exception(message, SQLITE_CORRUPT);
}

}  // namespace lakemirror::journal
