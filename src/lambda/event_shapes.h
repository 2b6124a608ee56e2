#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "journal/journal.h"

namespace lakemirror::lambda {

// The shapes of the events that invoke us, read leniently: what they carry was written by others.

/// One message of a queue.
struct Message {
  std::string id = {};  ///< by which its failure is reported; empty where it has none
  std::string body = {};
};

/// The messages of an SQS batch; or the payload itself as the only one, without an id, where it is an
/// envelope of EventBridge. The Error is `invalid`, code "InvalidEvent": such an event comes from no queue
/// and no rule.
Result<std::vector<Message>> read_messages(std::string_view payload);

/// What asks `replicate` to look at the journal.
struct WakeUp {
  bool is_stream_batch = false;
  /// Of the first record of a stream batch; empty where it has none, which reports the whole batch.
  std::string sequence_number = {};
  /// The entries that the batch says were stored; those it does not show well are found by listing.
  std::vector<journal::Journal::Arrival> arrivals = {};
};

/// A batch of a DynamoDB stream, or anything else: a schedule, a hand. What it is about is in the journal.
WakeUp read_wake_up(std::string_view payload);

/// The answer to a batch: which of its items have to come again. AWS takes an empty identifier for all of
/// them.
json::object batch_failures(const std::vector<std::string>& identifiers);

}  // namespace lakemirror::lambda
