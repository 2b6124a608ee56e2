#pragma once

#include <map>
#include <string>
#include <utility>

#include "journal/journal_errors.h"
#include "journal/sqlite_session.h"
#include "model/entry.h"

namespace lakemirror::journal {

/// The columns read_entry expects, in its order; CloudTrailEvent follows as the last one where it is wanted.
inline constexpr std::string_view entry_columns =
    "EventId, EventTime, EventName, EventSource, Username, Feed, ReceivedAt, Processed_Flag, Outcome, "
    "Reason, Keys, "
    "Attempts, NextAttemptAt, Error, Hint, SettledAt, FailedSince, MissingSince, OtherFeed, OtherReceivedAt";

/// Where a stored entry stands, in the texts of its row.
struct StoredState {
  std::int64_t seq = 0;
  std::string flag = {};
  std::string outcome = {};
};

/// Nothing when the entry is not stored.
std::optional<StoredState> state_of(SqliteSession& session, std::string_view event_id);

enum class WithRecord { no, yes };
model::Entry read_entry(SqliteQuery& row, WithRecord with_record);

/// The list of keys from the JSON text of the column Keys. Throws where it is none.
std::vector<std::string> read_keys(const std::string& text);
/// And back.
std::string keys_text(const std::vector<std::string>& keys);

std::string flag_text(model::ProcessedFlag flag);
std::string outcome_text(std::optional<model::OutcomeKind> outcome);

/// How the numbers of entries per flag and outcome change in a transaction; kept as a table, so that counting
/// never reads the entries.
class TallyChange {
 public:
  void add(const std::string& flag, const std::string& outcome, std::int64_t entries) {
    changes_[{flag, outcome}] += entries;
  }
  /// Writes the changes; call once, inside the transaction that made them.
  void apply(SqliteSession& session) const;

 private:
  std::map<std::pair<std::string, std::string>, std::int64_t> changes_;
};

}  // namespace lakemirror::journal
