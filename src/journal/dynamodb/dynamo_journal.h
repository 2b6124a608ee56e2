#pragma once

#include <memory>

#include "journal/dynamodb/fresh_entries.h"
#include "journal/dynamodb/id_memory.h"
#include "journal/dynamodb/known_keys.h"
#include "journal/dynamodb/overflow.h"
#include "journal/dynamodb/settlement.h"
#include "journal/dynamodb/table.h"
#include "journal/journal.h"

namespace lakemirror::journal::dynamodb {

class DynamoLease;

/// The journal in a table of DynamoDB (docs/journal.md). Any number of processes may have it open; each write
/// concerns one item. A call that fails may have written a part of what it was given: to ask again is safe.
class DynamoJournal : public Journal {
 public:
  struct Options {
    std::string table = "glue_lf_events";
    Clock& clock;
    Random& random;
    Milliseconds retention = std::chrono::days(90);  ///< what is processed leaves so long afterwards
    std::size_t threads = 8;                         ///< requests at a time; 1 makes every run repeatable
    std::shared_ptr<Overflow> overflow = {};         ///< for records too large for an item
  };
  DynamoJournal(std::shared_ptr<aws::Client> client, Options options);

  Result<std::vector<bool>> append(std::span<const model::Event> events, Time received_at) override;
  Result<std::vector<bool>> contains(std::span<const std::string> event_ids) override;
  Result<std::vector<model::Entry>> due(Time now, std::size_t limit, const Position& position) override;
  Result<std::optional<Time>> next_due(Time now) override;
  Result<void> settle(std::span<const model::Outcome> outcomes, Time now) override;
  Result<std::size_t> bring_forward(Time to, std::size_t limit, const Concerns& concerns) override;
  Result<std::optional<model::Entry>> find(std::string_view event_id) override;
  Result<std::vector<model::Entry>> list(const Filter& filter) override;
  /// Those that are still open: of the others only a scan of the whole table would know.
  Result<std::vector<model::Entry>> recent(std::size_t limit) override { return list_open({.limit = limit}); }
  Result<void> retry(std::string_view event_id) override;
  Result<std::size_t> retry_all_parked() override;
  Result<void> skip(std::string_view event_id, std::string_view why, Time now) override;
  Result<model::Counts> counts() override;
  Result<std::optional<std::string>> value(std::string_view name) override;
  Result<void> set_value(std::string_view name, std::string_view text) override;
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override;
  Result<std::optional<FenceNote>> fence() override;
  Result<void> remember_keys(std::span<const std::string> keys) override;
  Result<std::vector<bool>> knows_keys(std::span<const std::string> keys) override;
  Result<void> forget_keys(std::span<const std::string> keys) override;
  Result<std::uint64_t> count_known(model::KeyKind kind, std::string_view prefix) override;
  /// Reads the whole table. Entries leave it by themselves: this is for who wants them gone at once.
  Result<std::size_t> prune(Time before) override;

  void expect(std::span<const Arrival> arrivals) override;

  /// From now on outcomes are written under this lease, which must outlive the journal or be taken back by
  /// nullptr.
  void settle_under(DynamoLease* lease) { lease_ = lease; }

  Table& table() { return table_; }
  Settlement& settlement() { return settlement_; }
  /// Another process may have written since: what was read of the known keys is read again.
  void forget_what_was_read() { known_.forget_what_was_read(); }

 private:
  /// What is known of the events' ids: stored by which feed, by which other one, or absent.
  struct Stored {
    std::string feed = {};
    std::string other_feed = {};
  };
  Result<std::vector<std::optional<Stored>>> stored(std::span<const model::Event> events);
  Result<bool> insert(const model::Event& event, Time received_at, std::size_t place);
  Result<void> note_other_feed(const model::Event& event, const Stored& stored, Time received_at);
  Result<void> note_newest(Time event_time);
  Result<void> count_processed(const Processed& processed);
  using OnOpen = std::function<Result<bool>(const Item&)>;
  /// Every item of the index in its order, until `on_item` says false.
  Result<void> for_each_open(const Table::OpenQuery& query, const OnOpen& on_item);
  Result<std::vector<model::Entry>> list_open(const Filter& filter);
  Result<std::vector<model::Entry>> list_all(const Filter& filter);
  /// Changes an entry that is not processed: `change` makes the update from what it is now.
  using Change = std::function<Table::Update(const Item&)>;
  Result<std::optional<Item>> change(std::string_view operation, std::string_view event_id,
                                     const Change& change);

  std::shared_ptr<aws::Client> client_;
  Options options_;
  Table table_;
  Settlement settlement_;
  KnownKeys known_;
  IdMemory seen_;  ///< feed and id of entries that are stored and need no note of that feed
  FreshEntries fresh_;
  DynamoLease* lease_ = nullptr;
};

}  // namespace lakemirror::journal::dynamodb
