#include "journal/sqlite_rows.h"

#include <sqlite3.h>

#include "base/json.h"

namespace lakemirror::journal {

namespace {

/// What SQLite would throw for a damaged page: the text is one we never write.
[[noreturn]] void not_ours(const std::string& what) { throw SQLite::Exception(what, SQLITE_CORRUPT); }

model::ProcessedFlag read_flag(const std::string& text) {
  if (text == "N") return model::ProcessedFlag::pending;
  if (text == "F") return model::ProcessedFlag::parked;
  if (text == "Y") return model::ProcessedFlag::processed;
  not_ours("Processed_Flag is '" + text + "'");
}

std::optional<model::OutcomeKind> read_outcome(const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto kind = model::parse_outcome_kind(text)) return kind;
  not_ours("Outcome is '" + text + "'");
}

/// When something happened. What we write lies within the years that a time can be written of; what lies
/// beyond could not even be subtracted from another.
Time read_time(const SqliteQuery& row, int column, std::string_view name) {
  static const Time first = *time_of_seconds(-62'135'596'800), last = *time_of_seconds(253'402'300'799);
  const Time time = row.time(column);
  if (time < first || time > last + Seconds(1)) not_ours(std::string(name) + " is out of range");
  return time;
}

std::optional<Time> read_optional_time(const SqliteQuery& row, int column, std::string_view name) {
  if (!row.optional_time(column)) return std::nullopt;
  return read_time(row, column, name);
}

}  // namespace

std::vector<std::string> read_keys(const std::string& text) {
  if (text == "[]") return {};
  const auto list = parse_json(text);
  if (!list || !list->is_array()) not_ours("Keys is no JSON list");
  std::vector<std::string> keys;
  for (const auto& key : list->get_array()) {
    if (!key.is_string()) not_ours("Keys holds something else than texts");
    keys.emplace_back(key.get_string());
  }
  return keys;
}

std::optional<StoredState> state_of(SqliteSession& session, std::string_view event_id) {
  auto row = session.query("SELECT Seq, Processed_Flag, Outcome FROM entry WHERE EventId = ?");
  if (!row.with(event_id).step()) return std::nullopt;
  return StoredState{row.integer(0), row.text(1), row.text(2)};
}

namespace {

/// The two halves of an entry are joined so that one without the other shows.
std::string read_record(const SqliteQuery& row) {
  if (auto record = row.optional_text(20)) return std::move(*record);
  not_ours("an entry without its record: " + row.text(0));
}

}  // namespace

model::Entry read_entry(SqliteQuery& row, WithRecord with_record) {
  return {.event = {.event_id = row.text(0),
                    .event_time = read_time(row, 1, "EventTime"),
                    .event_name = row.text(2),
                    .event_source = row.text(3),
                    .username = row.text(4),
                    .record = with_record == WithRecord::yes ? read_record(row) : std::string(),
                    .feed = row.text(5)},
          .received_at = read_time(row, 6, "ReceivedAt"),
          .other_feed = row.text(18),
          .other_received_at = read_optional_time(row, 19, "OtherReceivedAt"),
          .flag = read_flag(row.text(7)),
          .outcome = read_outcome(row.text(8)),
          .reason = row.text(9),
          .keys = read_keys(row.text(10)),
          .attempts = static_cast<int>(row.integer(11)),
          .next_attempt_at = row.optional_time(12),
          .error = row.text(13),
          .hint = row.text(14),
          .settled_at = row.optional_time(15),
          .failed_since = read_optional_time(row, 16, "FailedSince"),
          .missing_since = read_optional_time(row, 17, "MissingSince")};
}

std::string keys_text(const std::vector<std::string>& keys) {
  if (keys.empty()) return "[]";
  json::array list;
  for (const auto& key : keys) list.emplace_back(key);
  return json::serialize(list);
}

std::string flag_text(model::ProcessedFlag flag) { return std::string(1, static_cast<char>(flag)); }

std::string outcome_text(std::optional<model::OutcomeKind> outcome) {
  return outcome ? std::string(to_string(*outcome)) : std::string();
}

void TallyChange::apply(SqliteSession& session) const {
  for (const auto& [group, entries] : changes_) {
    if (entries == 0) continue;
    session
        .query(
            "INSERT INTO tally (Processed_Flag, Outcome, Entries) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET Entries = Entries + excluded.Entries")
        .with(group.first, group.second, entries)
        .run();
  }
}

}  // namespace lakemirror::journal
