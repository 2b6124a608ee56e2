#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"
#include "journal/sqlite_journal.h"
#include "promise.h"
#include "report/entry_json.h"
#include "report/entry_text.h"

using namespace lakemirror;

namespace {

constexpr std::array<const char*, 17> columns = {
    "EventId",       "EventTime",      "EventName", "EventSource", "Username",   "Feed",
    "ReceivedAt",    "Processed_Flag", "Outcome",   "Reason",      "Attempts",   "Error",
    "NextAttemptAt", "Hint",           "SettledAt", "Keys",        "FailedSince"};

bool is_number(std::string_view column) {
  return column.ends_with("Time") || column.ends_with("At") || column.ends_with("Since") ||
         column == "Attempts";
}

/// A journal's file that is written to behind its back. One for all inputs: to make one takes longer than to
/// use it.
class Behind {
 public:
  Behind()
      : path_(folder() + "/journal.db"),
        journal_(*journal::SqliteJournal::open(path_)),
        raw_(path_, SQLite::OPEN_READWRITE) {
    raw_.exec("PRAGMA synchronous = OFF");
    raw_.exec("PRAGMA ignore_check_constraints = ON");
  }
  ~Behind() { std::filesystem::remove_all(std::filesystem::path(path_).parent_path()); }

  journal::SqliteJournal& journal() { return *journal_; }

  /// One row, a line for each column, and its record behind them. False where SQLite itself refuses it.
  bool write(std::string_view text) {
    try {
      raw_.exec("DELETE FROM entry; DELETE FROM record; DELETE FROM tally; DELETE FROM value");
      write_row(text);
      return true;
    } catch (const SQLite::Exception&) {
      return false;
    }
  }

 private:
  /// In memory where there is such a place: it is the reading that is looked at, not the disk.
  static std::string folder() {
    const std::filesystem::path memory = "/dev/shm";
    const auto where =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = (where / "lakemirror-fuzz-XXXXXX").string();
    promise(mkdtemp(name.data()) != nullptr, "there is a folder to write to");
    return name;
  }

  void write_row(std::string_view text) {
    SQLite::Statement row(
        raw_,
        "INSERT INTO entry (EventId, EventTime, EventName, EventSource, Username, Feed, ReceivedAt, "
        "Processed_Flag, Outcome, Reason, Attempts, Error, NextAttemptAt, Hint, SettledAt, Keys, "
        "FailedSince) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int index = 0;
    for (const auto* column : columns) bind(row, ++index, column, take_line(text));
    row.exec();
    SQLite::Statement record(raw_,
                             "INSERT INTO record (Seq, CloudTrailEvent) VALUES (last_insert_rowid(), ?)");
    record.bind(1, std::string(text));
    record.exec();
    raw_.exec("INSERT INTO tally SELECT Processed_Flag, Outcome, count(*) FROM entry GROUP BY 1, 2");
    SQLite::Statement value(raw_, "INSERT INTO value (Name, Text) VALUES ('feed/lookup/cursor', ?)");
    value.bind(1, std::string(text));
    value.exec();
  }

  static void bind(SQLite::Statement& row, int index, std::string_view column, const std::string& field) {
    if (!is_number(column)) return row.bind(index, field);
    const bool may_be_unset = column == "NextAttemptAt" || column == "SettledAt" || column == "FailedSince";
    if (field.empty() && may_be_unset) return row.bind(index);
    row.bind(index, std::int64_t{std::strtoll(field.c_str(), nullptr, 10)});
  }

  static std::string take_line(std::string_view& text) {
    const auto at = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, at));
    text.remove_prefix(std::min(at + 1, text.size()));
    return line;
  }

  std::string path_;
  std::unique_ptr<journal::SqliteJournal> journal_;
  SQLite::Database raw_;
};

/// A row is given whole, or the journal is told damaged.
template <class Value>
bool is_read(const Result<Value>& result) {
  if (!result) promise(result.error().kind == ErrorKind::corrupt, "what cannot be read is damage");
  return result.has_value();
}

/// What was read can be shown.
void show(const model::Entry& entry) {
  promise(!report::entry_text(entry, report::Paint()).empty(), "an entry can be shown");
  promise(!report::entries_text({entry}, report::Paint()).empty(), "an entry can be listed");
  json::serialize(report::entry_json(entry));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Behind behind;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!behind.write(text)) return 0;
  auto& journal = behind.journal();
  const std::string id(text.substr(0, std::min(text.find('\n'), text.size())));
  const auto found = journal.find(id);
  if (is_read(found)) {
    promise(found->has_value() && (*found)->event.event_id == id, "an entry is found by its id");
    show(**found);
  }
  const Time now = *parse_time("2026-11-22T10:00:00Z");
  const auto listed = journal.list({});
  if (is_read(listed)) promise(listed->size() == 1, "an entry is listed");
  is_read(journal.due(now, 10, {}));
  is_read(journal.next_due(now));
  is_read(journal.counts());
  is_read(journal.value("feed/lookup/cursor"));
  const model::Outcome outcome{.event_id = id, .kind = model::OutcomeKind::unchanged};
  // What is no state that an entry can be in is refused in other words than damage.
  if (const auto settled = journal.settle({&outcome, 1}, now); settled && is_read(journal.find(id)))
    promise(journal.counts().has_value() || !found, "what was settled can be counted");
  journal.retry(id);
  journal.skip(id, "fuzzed", now);
  journal.prune(now);
  return 0;
}
