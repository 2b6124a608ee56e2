// What people and reports ask of the journal.

#include <fmt/format.h>

#include "journal/sqlite_journal.h"
#include "journal/sqlite_rows.h"
#include "journal/sqlite_schema.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

Result<std::optional<model::Entry>> SqliteJournal::find(std::string_view event_id) {
  static const std::string sql = fmt::format(
      "SELECT {}, CloudTrailEvent FROM entry LEFT JOIN record USING (Seq) WHERE EventId = ?", entry_columns);
  return session_->guarded("find", [&]() -> Result<std::optional<model::Entry>> {
    auto row = session_->query(sql);
    if (!row.with(event_id).step()) return std::nullopt;
    return read_entry(row, WithRecord::yes);
  });
}

namespace {

/// The few entries that are not settled well have an index of their own.
bool among_unsettled(const Journal::Filter& filter) {
  return (filter.flag && *filter.flag != model::ProcessedFlag::processed) ||
         filter.outcome == model::OutcomeKind::parked || filter.outcome == model::OutcomeKind::skipped;
}

std::string list_sql(const Journal::Filter& filter) {
  return fmt::format(
      "SELECT {} FROM entry WHERE {} AND (?1 = '' OR Processed_Flag = ?1) AND (?2 = '' OR Outcome = ?2) "
      "AND (?3 = '' OR EventName = ?3) AND (?4 IS NULL OR EventTime >= ?4) AND (?5 = '' OR EXISTS ("
      "SELECT 1 FROM json_each(entry.Keys) WHERE ?5 = 'catalog' OR value = ?5 OR substr(value, 1, length(?5) "
      "+ 1) = ?5 || '/')) "
      "ORDER BY EventTime DESC, Seq DESC LIMIT ?6",
      entry_columns, among_unsettled(filter) ? unsettled_entry : "TRUE");
}

}  // namespace

Result<std::vector<model::Entry>> SqliteJournal::list(const Filter& filter) {
  return session_->guarded("list", [&]() -> Result<std::vector<model::Entry>> {
    std::vector<model::Entry> entries;
    auto row = session_->query(list_sql(filter));
    row.with(filter.flag ? flag_text(*filter.flag) : std::string(), outcome_text(filter.outcome),
             filter.event_name, filter.since, filter.key_prefix, static_cast<std::int64_t>(filter.limit));
    while (row.step()) entries.push_back(read_entry(row, WithRecord::no));
    return entries;
  });
}

namespace {

void add_group(model::Counts& counts, const std::string& flag, const std::string& outcome,
               std::uint64_t entries) {
  if (entries == 0) return;
  if (flag == "N") counts.pending += entries;
  if (flag == "N" && !outcome.empty()) counts.provisional += entries;
  if (flag == "F") counts.parked += entries;
  if (flag == "Y") counts.processed += entries;
  if (flag == "N") return;
  if (const auto kind = model::parse_outcome_kind(outcome)) counts.by_outcome[*kind] += entries;
}

std::optional<Time> one_time(SqliteSession& session, std::string_view sql) {
  auto row = session.query(sql);
  return row.step() ? row.optional_time(0) : std::nullopt;
}

}  // namespace

Result<model::Counts> SqliteJournal::counts() {
  static const std::string oldest_unsettled =
      fmt::format("SELECT EventTime FROM entry WHERE {} ORDER BY EventTime LIMIT 1", unsettled_entry);
  static const std::string oldest_pending =
      fmt::format("SELECT EventTime FROM entry WHERE {} AND Processed_Flag = 'N' ORDER BY EventTime LIMIT 1",
                  unsettled_entry);
  return session_->guarded("counts", [&]() -> Result<model::Counts> {
    model::Counts counts;
    session_->read([&] {
      auto row = session_->query("SELECT Processed_Flag, Outcome, Entries FROM tally");
      while (row.step())
        add_group(counts, row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)));
      counts.oldest_pending = one_time(*session_, oldest_pending);
      counts.oldest_unsettled = one_time(*session_, oldest_unsettled);
      counts.newest_event = one_time(*session_, "SELECT max(EventTime) FROM entry");
    });
    return counts;
  });
}

}  // namespace lakemirror::journal
