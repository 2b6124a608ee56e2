#pragma once

#include <memory>

#include "journal/dynamodb/dynamo_lease.h"
#include "journal/memory_journal.h"
#include "pipeline/guards.h"
#include "simulate/crash_switch.h"
#include "simulate/crashing_client.h"
#include "support/fake_dynamodb.h"

namespace lakemirror::simulate {

/// Where the journal of a history is: in memory, or in a table of DynamoDB in memory, where a process may die
/// at each request and its lease goes on after it. What is in it survives every process.
class Store {
 public:
  enum class Kind { memory, dynamodb };
  Store(Kind kind, VirtualClock& clock, std::uint64_t seed);

  /// As the judge reads it: nothing fails, and no index lags.
  journal::Journal& judged();
  /// As a new process has it. The one before is forgotten, with all that it remembered.
  journal::Journal& open(CrashSwitch& crash);
  pipeline::Guards guards() const { return {.lease = lease_.get(), .in_flight = lease_.get()}; }

 private:
  /// The table as the judge sees it.
  class Current;

  Kind kind_;
  VirtualClock& clock_;
  Random random_;
  journal::MemoryJournal memory_;
  std::shared_ptr<testing::FakeDynamoDb> table_;
  std::unique_ptr<journal::dynamodb::DynamoJournal> judged_, opened_;
  std::unique_ptr<journal::dynamodb::DynamoLease> lease_;
};

}  // namespace lakemirror::simulate
