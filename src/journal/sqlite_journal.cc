#include "journal/sqlite_journal.h"

#include <fmt/format.h>

#include <filesystem>

#include "journal/sqlite_damage.h"
#include "journal/sqlite_rows.h"
#include "journal/sqlite_schema.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

namespace {

Error no_folder(const std::string& path, const std::string& why) {
  return {.kind = ErrorKind::denied,
          .operation = "journal open",
          .subject = path,
          .message = why,
          .hint = "the journal needs a folder that exists, or that can be made"};
}

Error is_folder(const std::string& path) {
  return {.kind = ErrorKind::invalid,
          .operation = "journal open",
          .subject = path,
          .message = "this is a folder",
          .hint = "name a file in it, such as " + (std::filesystem::path(path) / "journal.db").string()};
}

/// Whether the event is stored; then it is noted, once, that another feed brought it too.
bool is_stored(SqliteSession& session, const model::Event& event, Time received_at) {
  {
    auto row = session.query("SELECT Feed, OtherFeed FROM entry WHERE EventId = ?");
    if (!row.with(event.event_id).step()) return false;
    if (event.feed.empty() || row.text(0) == event.feed || !row.text(1).empty()) return true;
  }
  session.query("UPDATE entry SET OtherFeed = ?, OtherReceivedAt = ? WHERE EventId = ?")
      .with(event.feed, received_at, event.event_id)
      .run();
  return true;
}

/// Stores one event with flag `N`; false when its id is stored already. Asking first costs a new event
/// little, and most events are known ones that were read again.
bool insert(SqliteSession& session, const model::Event& event, Time received_at) {
  if (is_stored(session, event, received_at)) return false;
  session
      .query(
          "INSERT INTO entry (EventId, EventTime, EventName, EventSource, Username, Feed, ReceivedAt) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)")
      .with(event.event_id, event.event_time, event.event_name, event.event_source, event.username,
            event.feed, received_at)
      .run();
  const std::int64_t seq = session.database().getLastInsertRowid();
  session.query("INSERT INTO record (Seq, CloudTrailEvent) VALUES (?, ?)").with(seq, event.record).run();
  return true;
}

void write_outcome(SqliteSession& session, std::int64_t seq, const model::Outcome& outcome, Time now) {
  const auto flag = outcome.flag();
  const bool is_done = flag == model::ProcessedFlag::processed;
  const auto settled_at = flag == model::ProcessedFlag::pending ? std::nullopt : std::optional(now);
  session
      .query(
          "UPDATE entry SET Processed_Flag = ?, Outcome = ?, Reason = ?, Keys = ?, Attempts = Attempts + 1, "
          "NextAttemptAt = ?, FailedSince = ?, MissingSince = ?, Error = ?, Hint = ?, SettledAt = ? WHERE "
          "Seq = ?")
      .with(flag_text(flag), outcome_text(outcome.kind), outcome.reason, keys_text(outcome.keys),
            is_done ? std::nullopt : outcome.next_attempt_at, is_done ? std::nullopt : outcome.failed_since,
            is_done ? std::nullopt : outcome.missing_since, outcome.error, outcome.hint, settled_at, seq)
      .run();
}

}  // namespace

SqliteJournal::SqliteJournal(std::unique_ptr<SqliteSession> session) : session_(std::move(session)) {}
SqliteJournal::~SqliteJournal() = default;

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::string& path) {
  try {
    const auto folder = std::filesystem::path(path).parent_path();
    if (path != ":memory:" && !folder.empty()) std::filesystem::create_directories(folder);
    if (path != ":memory:") LM_CHECK(check_not_cut(path));
    if (std::filesystem::is_directory(path)) return fail(is_folder(path));
    auto session = std::make_unique<SqliteSession>(path);
    LM_CHECK(prepare_schema(*session));
    check_open_entries(*session);
    return std::unique_ptr<SqliteJournal>(new SqliteJournal(std::move(session)));
  } catch (const SQLite::Exception& exception) {
    return fail(sqlite_error("open", path, exception));
  } catch (const std::exception& exception) {
    return fail(no_folder(path, exception.what()));
  }
}

Result<std::vector<bool>> SqliteJournal::append(std::span<const model::Event> events, Time received_at) {
  return session_->guarded("append", [&]() -> Result<std::vector<bool>> {
    std::vector<bool> is_new(events.size());
    LM_CHECK(session_->write([&]() -> Result<void> {
      TallyChange tally;
      for (std::size_t i = 0; i < events.size(); ++i) {
        is_new[i] = insert(*session_, events[i], received_at);
        if (is_new[i]) tally.add("N", "", 1);
      }
      tally.apply(*session_);
      return {};
    }));
    return is_new;
  });
}

Result<std::vector<bool>> SqliteJournal::contains(std::span<const std::string> event_ids) {
  return session_->guarded("contains", [&]() -> Result<std::vector<bool>> {
    std::vector<bool> stored(event_ids.size());
    session_->read([&] {
      for (std::size_t i = 0; i < event_ids.size(); ++i) {
        stored[i] = session_->query("SELECT 1 FROM entry WHERE EventId = ?").with(event_ids[i]).step();
      }
    });
    return stored;
  });
}

Result<std::vector<model::Entry>> SqliteJournal::due(Time now, std::size_t limit, const Position& position) {
  static const std::string sql = fmt::format(
      "SELECT {}, CloudTrailEvent FROM entry LEFT JOIN record USING (Seq) WHERE {} AND (EventTime, EventId) "
      "> (?, "
      "?) "
      "AND (NextAttemptAt IS NULL OR NextAttemptAt <= ?) ORDER BY EventTime, EventId LIMIT ?",
      entry_columns, open_entry);
  return session_->guarded("due", [&]() -> Result<std::vector<model::Entry>> {
    std::vector<model::Entry> entries;
    auto row = session_->query(sql);
    row.with(position.event_time, position.event_id, now, static_cast<std::int64_t>(limit));
    while (row.step()) entries.push_back(read_entry(row, WithRecord::yes));
    return entries;
  });
}

Result<std::optional<Time>> SqliteJournal::next_due(Time now) {
  return session_->guarded("next due", [&]() -> Result<std::optional<Time>> {
    auto row = session_->query("SELECT min(NextAttemptAt) FROM entry WHERE NextAttemptAt > ?");
    row.with(now).step();
    return row.optional_time(0);
  });
}

Result<std::size_t> SqliteJournal::bring_forward(Time to, std::size_t limit, const Concerns& concerns) {
  static const std::string sql = fmt::format(
      "SELECT Seq, Keys FROM entry WHERE {} AND NextAttemptAt > ? ORDER BY EventTime, EventId LIMIT ?",
      failing_entry);
  return session_->guarded("bring forward", [&]() -> Result<std::size_t> {
    std::vector<std::int64_t> concerned;
    {
      auto row = session_->query(sql);
      row.with(to, static_cast<std::int64_t>(limit));
      while (row.step()) {
        if (concerns(read_keys(row.text(1)))) concerned.push_back(row.integer(0));
      }
    }
    if (concerned.empty()) return 0;
    LM_CHECK(session_->write([&]() -> Result<void> {
      // Whoever settled or retried it meanwhile knows better.
      for (const auto seq : concerned) {
        session_->query("UPDATE entry SET NextAttemptAt = ? WHERE Seq = ? AND NextAttemptAt > ?")
            .with(to, seq, to)
            .run();
      }
      return {};
    }));
    return concerned.size();
  });
}

Result<void> SqliteJournal::settle(std::span<const model::Outcome> outcomes, Time now) {
  return session_->guarded("settle", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      TallyChange tally;
      for (const auto& outcome : outcomes) {
        const auto state = state_of(*session_, outcome.event_id);
        if (!state) return fail(no_such_entry("settle", outcome.event_id));
        if (state->flag == "Y") continue;
        write_outcome(*session_, state->seq, outcome, now);
        tally.add(state->flag, state->outcome, -1);
        tally.add(flag_text(outcome.flag()), outcome_text(outcome.kind), 1);
      }
      tally.apply(*session_);
      return {};
    });
  });
}

}  // namespace lakemirror::journal
