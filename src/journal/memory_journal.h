#pragma once

#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

#include "journal/journal.h"

namespace lakemirror::journal {

/// A journal that lives and dies with the object: for tests, and for the simulator, where a crash is
/// simulated and the journal is what survives it. Not durable; in everything else it keeps the interface's
/// word.
class MemoryJournal : public Journal {
 public:
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

 private:
  struct Stored {
    model::Entry entry;
    std::uint64_t sequence = 0;  ///< in which order entries came
  };
  using Place = std::pair<Time, std::string>;

  /// The entry when it may still be changed by an operator.
  Result<Stored*> unprocessed(std::string_view operation, std::string_view event_id);
  /// Brings open_ up to date after a change of the entry.
  void note(const model::Entry& entry);

  std::mutex mutex_;
  std::unordered_map<std::string, Stored> entries_;
  std::set<Place> open_;  ///< entries that are pending, or parked with a next attempt, oldest first
  std::uint64_t next_sequence_ = 0;
  std::map<std::string, std::string, std::less<>> values_;
  std::set<std::string> known_keys_;
};

}  // namespace lakemirror::journal
