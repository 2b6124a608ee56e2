#pragma once

#include <memory>

#include "base/random.h"
#include "journal/dynamodb/dynamo_journal.h"
#include "journal/memory_journal.h"
#include "support/fake_dynamodb.h"

namespace lakemirror::sweep {

/// Where the journal of a trial is, whatever becomes of processes: in memory, or in a table of DynamoDB.
class Shelf {
 public:
  enum class Kind { memory, table };
  Shelf(Kind kind, VirtualClock& clock)
      : kind_(kind),
        table_(std::make_shared<testing::FakeDynamoDb>(clock)),
        in_table_(table_, {.clock = clock, .random = random_, .threads = 1}) {}

  /// As a judge and an operator have it: nothing befalls them.
  journal::Journal& journal() {
    if (kind_ == Kind::memory) return memory_;
    in_table_.forget_what_was_read();
    return in_table_;
  }
  /// Absent where the journal is in memory.
  testing::FakeDynamoDb* table() { return kind_ == Kind::table ? table_.get() : nullptr; }

 private:
  Kind kind_;
  Random random_{1};
  journal::MemoryJournal memory_;
  std::shared_ptr<testing::FakeDynamoDb> table_;
  journal::dynamodb::DynamoJournal in_table_;
};

}  // namespace lakemirror::sweep
