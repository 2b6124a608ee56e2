#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "journal/dynamodb/dynamo_journal.h"
#include "journal/dynamodb/settlement.h"
#include "journal/fence.h"
#include "journal/in_flight.h"
#include "journal/lease.h"

namespace lakemirror::journal::dynamodb {

/// Milliseconds since the machine was started, those included in which it or this process slept.
Milliseconds since_boot();

/// The lease of a journal in DynamoDB: one item, beside the entries, that is written only on conditions
/// (docs/journal.md). Outcomes of its holder go through it: they count from the moment at which the item has
/// them, and into the entries afterwards. Safe for concurrent use.
class DynamoLease final : public Lease, public InFlight, public Fence {
 public:
  struct Options {
    std::string holder = {};  ///< who this is, for people: "host, process 1234"
    Milliseconds length = Seconds(60);
    Milliseconds skew = Seconds(5);  ///< how far the clocks of two holders may be apart
    /// How long after it was signed AWS takes a request.
    Milliseconds signature_lasts = std::chrono::minutes(5);
    bool renews_itself = true;  ///< on a thread of its own, while it is held
    std::function<Milliseconds()> uptime = since_boot;
  };
  /// The journal must outlive the lease, and settles under it from now on.
  DynamoLease(DynamoJournal& journal, Clock& clock, Random& random, Options options);
  /// Stops renewing. What is held ends by itself.
  ~DynamoLease() override;

  Result<bool> acquire() override;
  Result<void> check(Milliseconds needed) override;
  Result<void> begin_look() override;
  Result<bool> release_if_unwanted() override;
  Result<void> release() override;

  Result<void> announce(const std::vector<std::string>& keys) override;
  Result<void> ended() override;
  std::vector<Left> left() override;
  Result<void> settle_left(std::size_t count) override;

  Result<Raised> raise(const FenceNote& note) override;
  Result<void> lift() override;
  Result<std::optional<FenceNote>> standing() override;
  Result<std::optional<std::string>> at_work() override;

  /// Writes outcomes, if the lease is still ours: an Error (code "LeaseLost") where it is not, and then
  /// nothing is written.
  Result<Processed> commit(std::span<const Decision> decisions);
  Result<void> renew();

  /// Who has it and until when, whoever that is; absent where it is free.
  Result<std::optional<std::string>> holder();
  /// Who has it and until when, after `acquire` has said false.
  std::string other_holder() const;
  std::int64_t token() const { return token_; }

  static constexpr std::string_view item_key = "#lease";

 private:
  enum class Standing { none, held, lost };

  Result<std::optional<bool>> try_to_take();
  Result<bool> ask_for(const Item& item);
  Result<std::optional<bool>> take(const std::optional<Item>& item);
  Result<void> took(const Item& item, Milliseconds asked_at);
  Result<Processed> empty_outbox(const Item& item);
  Result<void> note(const Item& item);
  /// An update on the condition that the lease is ours. Absent: it is not, and that is noted.
  Result<Item> update_own(std::string expression, json::object values);
  Result<void> write_outbox(std::span<const Decision> decisions);
  Result<void> clear_outbox();
  Result<bool> drop(std::string condition, json::object values);
  Error lost();
  void start_renewing();
  void stop_renewing();
  void keep_renewing(const std::stop_token& stop);
  Result<void> renew_locked();
  Result<void> ended_locked();

  DynamoJournal& journal_;
  Table& table_;
  Clock& clock_;
  Options options_;
  std::string self_;  ///< `holder`, and what makes this object different from every other one

  std::mutex commit_mutex_;  ///< one commit at a time; taken before the other
  mutable std::mutex
      mutex_;  ///< of what follows; what is atomic is read without it, so that `check` never waits
  std::atomic<Standing> standing_ = Standing::none;
  std::atomic<std::int64_t> token_ = 0;
  std::int64_t wanted_ = 0;         ///< as the item last had it
  std::int64_t wanted_before_ = 0;  ///< as it was when the last look began
  bool wanted_is_new_ = false;      ///< it was heard with the lease itself, and no look has begun since
  std::atomic<Milliseconds> valid_until_ = Milliseconds(0);  ///< by `uptime`
  std::atomic<bool> is_fenced_ = false;
  std::string other_ = {};
  std::vector<Left> left_ = {};
  std::int64_t left_settled_ = 0;  ///< how many of these were ever taken out
  std::vector<std::string> announced_ = {};
  bool is_announced_ = false;
  std::atomic<bool> outbox_is_full_ = false;  ///< what was written there is not in all entries yet

  std::condition_variable_any wake_;
  std::jthread renewing_;
};

}  // namespace lakemirror::journal::dynamodb
