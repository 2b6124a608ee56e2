// What operators and time do to entries: retry, skip, prune; and the check of the whole file.

#include <fmt/format.h>
#include <sqlite3.h>

#include "journal/sqlite_journal.h"
#include "journal/sqlite_rows.h"
#include "journal/sqlite_schema.h"
#include "journal/sqlite_session.h"

namespace lakemirror::journal {

Result<void> SqliteJournal::retry(std::string_view event_id) {
  return session_->guarded("retry", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      const auto state = state_of(*session_, event_id);
      if (!state) return fail(no_such_entry("retry", event_id));
      if (state->flag == "Y") return fail(processed_already("retry", event_id, state->outcome));
      const std::string outcome = state->flag == "F" ? std::string() : state->outcome;
      session_
          ->query(
              "UPDATE entry SET Processed_Flag = 'N', Outcome = ?, NextAttemptAt = NULL, FailedSince = NULL, "
              "MissingSince = NULL, "
              "SettledAt = NULL WHERE Seq = ?")
          .with(outcome, state->seq)
          .run();
      TallyChange tally;
      tally.add(state->flag, state->outcome, -1);
      tally.add("N", outcome, 1);
      tally.apply(*session_);
      return {};
    });
  });
}

Result<std::size_t> SqliteJournal::retry_all_parked() {
  static const std::string sql = fmt::format(
      "UPDATE entry SET Processed_Flag = 'N', Outcome = '', NextAttemptAt = NULL, FailedSince = NULL, "
      "MissingSince = NULL, "
      "SettledAt = NULL WHERE Processed_Flag = 'F' AND {}",
      unsettled_entry);
  return session_->guarded("retry", [&]() -> Result<std::size_t> {
    int retried = 0;
    LM_CHECK(session_->write([&]() -> Result<void> {
      retried = session_->query(sql).run();
      TallyChange tally;
      tally.add("F", "parked", -retried);
      tally.add("N", "", retried);
      tally.apply(*session_);
      return {};
    }));
    return static_cast<std::size_t>(retried);
  });
}

Result<void> SqliteJournal::skip(std::string_view event_id, std::string_view why, Time now) {
  return session_->guarded("skip", [&]() -> Result<void> {
    return session_->write([&]() -> Result<void> {
      const auto state = state_of(*session_, event_id);
      if (!state) return fail(no_such_entry("skip", event_id));
      if (state->flag == "Y") return fail(processed_already("skip", event_id, state->outcome));
      session_
          ->query(
              "UPDATE entry SET Processed_Flag = 'Y', Outcome = 'skipped', Reason = ?, NextAttemptAt = NULL, "
              "FailedSince = NULL, MissingSince = NULL, SettledAt = ? WHERE Seq = ?")
          .with(why, now, state->seq)
          .run();
      TallyChange tally;
      tally.add(state->flag, state->outcome, -1);
      tally.add("Y", "skipped", 1);
      tally.apply(*session_);
      return {};
    });
  });
}

Result<std::size_t> SqliteJournal::prune(Time before) {
  // A transaction of this many deletes holds the write lock for some tens of milliseconds.
  constexpr std::size_t batch = 1000;
  std::size_t deleted = 0;
  for (;;) {
    LM_TRY(const std::size_t done, session_->guarded("prune", [&] { return prune_batch(before, batch); }));
    deleted += done;
    if (done < batch) return deleted;
  }
}

Result<std::size_t> SqliteJournal::prune_batch(Time before, std::size_t limit) {
  std::vector<std::pair<std::int64_t, std::string>> old;
  LM_CHECK(session_->write([&]() -> Result<void> {
    TallyChange tally;
    auto row = session_->query(
        "SELECT Seq, Outcome FROM entry WHERE Processed_Flag = 'Y' AND EventTime < ? ORDER BY EventTime "
        "LIMIT ?");
    row.with(before, static_cast<std::int64_t>(limit));
    while (row.step()) old.emplace_back(row.integer(0), row.text(1));
    for (const auto& [seq, outcome] : old) {
      session_->query("DELETE FROM record WHERE Seq = ?").with(seq).run();
      session_->query("DELETE FROM entry WHERE Seq = ?").with(seq).run();
      tally.add("Y", outcome, -1);
    }
    tally.apply(*session_);
    return {};
  }));
  return old.size();
}

namespace {

/// Finds what PRAGMA integrity_check cannot know: rows without their other half, and a tally that does not
/// add up.
constexpr std::string_view inconsistencies = R"sql(
SELECT 'an entry without its record: ' || EventId FROM entry WHERE Seq NOT IN (SELECT Seq FROM record)
UNION ALL SELECT 'a record without its entry: ' || Seq FROM record WHERE Seq NOT IN (SELECT Seq FROM entry)
UNION ALL SELECT 'the tally is wrong about ' || Processed_Flag || ' ' || Outcome FROM (
  SELECT Processed_Flag, Outcome, count(*) AS n FROM entry GROUP BY 1, 2
  UNION ALL SELECT Processed_Flag, Outcome, -Entries FROM tally) GROUP BY Processed_Flag, Outcome HAVING sum(n) <> 0)sql";

}  // namespace

Result<void> SqliteJournal::verify() {
  return session_->guarded("verify", [&]() -> Result<void> {
    for (const std::string_view sql : {std::string_view("PRAGMA integrity_check(1)"), inconsistencies}) {
      auto row = session_->query(sql);
      if (row.step() && row.text(0) != "ok") throw SQLite::Exception(row.text(0), SQLITE_CORRUPT);
    }
    return {};
  });
}

}  // namespace lakemirror::journal
