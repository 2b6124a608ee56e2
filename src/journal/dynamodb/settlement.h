#pragma once

#include <map>
#include <span>
#include <vector>

#include "journal/dynamodb/table.h"
#include "model/entry.h"
#include "model/outcome.h"

namespace lakemirror::journal::dynamodb {

/// An outcome, and the entry's number of attempts that it was decided upon: written only while that is still
/// the number.
struct Decision {
  model::Outcome outcome = {};
  std::int64_t attempts = 0;
  Time now = {};
};

/// Several of them as one text, and back.
std::string decisions_text(std::span<const Decision> decisions);
Result<std::vector<Decision>> read_decisions(std::string_view text);

/// How many entries became processed, by outcome.
using Processed = std::map<model::OutcomeKind, std::int64_t>;

/// Writes outcomes into entries, one update each. Decisions for one entry are in order; to write them again
/// changes nothing.
class Settlement {
 public:
  /// What is processed leaves the table by itself so long after its event time, or after it was processed.
  Settlement(Table& table, Milliseconds retention, std::size_t threads)
      : table_(table), retention_(retention), threads_(threads) {}

  Result<Processed> apply(std::span<const Decision> decisions);

  /// When an item that is processed now may leave, in seconds, as DynamoDB's time to live wants it.
  std::int64_t leaves_at(Time event_time, Time now) const;

 private:
  Result<bool> write(const Decision& decision);

  Table& table_;
  Milliseconds retention_;
  std::size_t threads_;
};

}  // namespace lakemirror::journal::dynamodb
