#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "journal/dynamodb/item.h"
#include "journal/dynamodb/overflow.h"
#include "model/entry.h"

namespace lakemirror::journal::dynamodb {

/// The key of an entry's item: its event id. Keys that begin with `#` are not of entries, so an id that does
/// is written `#entry/` before it.
std::string entry_key(std::string_view event_id);
std::string event_id_of(std::string_view key);
bool is_entry_key(std::string_view key);

/// By what the index orders: event time, then id.
std::string open_order(Time event_time, std::string_view event_id);

/// The attributes that `read_entry` needs beside the record.
inline constexpr std::string_view entry_projection =
    "#EventId, #EventTime, #EventName, #EventSource, #Username, #Feed, #ReceivedAt, #OtherFeed, "
    "#OtherReceivedAt, #Processed_Flag, #Outcome, #Reason, #Keys, #Attempts, #NextAttemptAt, #FailedSince, "
    "#MissingSince, #Error, #Hint, #SettledAt, #Place";

/// The item of an event that is new. A record that does not fit as it is goes in compressed, and one that
/// does not fit then goes to `overflow`, under a name below `folder`; without one that is an Error.
/// `place`: of how many events of its batch it came after.
Result<Item> new_entry_item(const model::Event& event, Time received_at, std::size_t place,
                            Overflow* overflow, const std::string& folder);

enum class WithRecord { no, yes };
/// `corrupt` where the item is none that we write.
Result<model::Entry> read_entry(const Item& item, WithRecord with_record, Overflow* overflow);

std::string flag_text(model::ProcessedFlag flag);
Result<model::ProcessedFlag> read_flag(const Item& item);
std::string keys_text(const std::vector<std::string>& keys);
Result<std::vector<std::string>> read_keys(const Item& item);

}  // namespace lakemirror::journal::dynamodb
