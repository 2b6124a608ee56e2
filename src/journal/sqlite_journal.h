#pragma once

#include <memory>
#include <string>

#include "journal/journal.h"

namespace lakemirror::journal {

class SqliteSession;

/// The journal in one SQLite file (docs/journal.md). Any number of processes may have it open; each mutating
/// call is one transaction. Calls of one object run one after another.
class SqliteJournal : public Journal {
 public:
  /// Opens the file, or makes it and the folders above it. ":memory:" gives one that dies with the object.
  /// Errors: `corrupt` when the file is damaged or no SQLite file, `invalid` when it is some other database
  /// or of a newer schema, `denied` when it may not be written.
  static Result<std::unique_ptr<SqliteJournal>> open(const std::string& path);
  ~SqliteJournal() override;

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override;
  Result<std::vector<bool>> contains(std::span<const std::string> event_ids) override;
  Result<std::vector<model::Entry>> due(Time now, std::size_t limit, const Position& position) override;
  Result<std::optional<Time>> next_due(Time now) override;
  Result<void> settle(std::span<const model::Outcome> outcomes, Time now) override;
  Result<std::size_t> bring_forward(Time to, std::size_t limit, const Concerns& concerns) override;
  Result<std::optional<model::Entry>> find(std::string_view event_id) override;
  Result<std::vector<model::Entry>> list(const Filter& filter) override;
  Result<void> retry(std::string_view event_id) override;
  Result<std::size_t> retry_all_parked() override;
  Result<void> skip(std::string_view event_id, std::string_view why, Time now) override;
  Result<model::Counts> counts() override;
  Result<std::optional<std::string>> value(std::string_view name) override;
  Result<void> set_value(std::string_view name, std::string_view text) override;
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override;
  Result<void> remember_keys(std::span<const std::string> keys) override;
  Result<std::vector<bool>> knows_keys(std::span<const std::string> keys) override;
  Result<void> forget_keys(std::span<const std::string> keys) override;
  Result<std::uint64_t> count_known(model::KeyKind kind, std::string_view prefix) override;
  Result<std::size_t> prune(Time before) override;

  /// Reads the whole file and checks every page, every index and the tally. Takes seconds on a large journal.
  Result<void> verify();

 private:
  explicit SqliteJournal(std::unique_ptr<SqliteSession> session);
  Result<std::size_t> prune_batch(Time before, std::size_t limit);

  std::unique_ptr<SqliteSession> session_;
};

}  // namespace lakemirror::journal
