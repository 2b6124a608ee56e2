#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "aws/client.h"
#include "base/clock.h"

namespace lakemirror::testing {

/// One table of DynamoDB in memory, as far as the journal uses it: its conditions and updates, an index that
/// may lag behind, batches that may be answered in part, and what each write costs by DynamoDB's own rules.
/// Stand-ins that others wrote judge it: the contract of the journal holds on all of them. Safe for
/// concurrent use.
class FakeDynamoDb : public aws::Client {
 public:
  explicit FakeDynamoDb(Clock& clock) : clock_(clock) {}

  Result<json::object> call(api::Service service, std::string_view operation,
                            const json::object& input) override;
  std::string_view region() const override { return "us-west-2"; }

  /// Asked before a call is done: an Error is the answer, and nothing is done. It may make calls of its own,
  /// as somebody else who is quicker.
  using Before = std::function<std::optional<Error>(std::string_view operation, const json::object& input)>;
  void set_before(Before before) { before_ = std::move(before); }
  /// Asked after it was done: an Error is the answer all the same.
  void set_after(Before after) { after_ = std::move(after); }

  /// How long the index takes to show what was written.
  void set_index_lag(Milliseconds lag) { index_lag_ = lag; }
  /// Whether the index is seen as it will be once it has caught up.
  void show_all(bool all) { shows_all_ = all; }
  /// Batches are answered for so many of their parts at most.
  void set_batch_limit(std::size_t limit) { batch_limit_ = limit; }
  /// Pages of Query and Scan end after so many items.
  void set_page_limit(std::size_t limit) { page_limit_ = limit; }

  /// What the writes so far came to.
  struct Cost {
    std::uint64_t table_writes = 0, table_units = 0;
    std::uint64_t index_writes = 0, index_units = 0;
    std::uint64_t read_units_halves = 0;  ///< an eventually consistent read of 4 KB is one
    std::uint64_t requests = 0;
  };
  Cost cost() const;
  /// Of writes to items whose keys begin with `#`, and to those that do not.
  Cost cost_of_entries() const;
  void reset_cost();

  std::optional<json::object> item(std::string_view key) const;
  std::size_t size() const;

 private:
  using Item = json::object;
  struct Shown {  ///< what the index shows from that time on
    Time from = {};
    std::optional<Item> item = {};
  };

  Result<json::object> get(const json::object& input);
  Result<json::object> batch_get(const json::object& input);
  Result<json::object> put(const json::object& input);
  Result<json::object> update(const json::object& input);
  Result<json::object> remove(const json::object& input);
  Result<json::object> query(const json::object& input);
  Result<json::object> scan(const json::object& input);
  Result<json::object> done(std::string_view operation, const json::object& input);
  void write(const std::string& key, std::optional<Item> item);
  void charge(const std::string& key, std::size_t bytes);
  std::optional<Item> shown(const std::string& key) const;

  Clock& clock_;
  mutable std::mutex mutex_;
  Before before_, after_;
  Milliseconds index_lag_{};
  bool shows_all_ = false;
  std::size_t batch_limit_ = 100, page_limit_ = 0;
  std::map<std::string, Item> items_;
  std::map<std::string, std::deque<Shown>> index_;  ///< by key of the table
  Cost cost_, cost_of_entries_;
};

}  // namespace lakemirror::testing
