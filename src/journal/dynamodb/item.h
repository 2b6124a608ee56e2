#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace lakemirror::journal::dynamodb {

/// One item of the table, in DynamoDB's JSON: attribute names to {"S": ...}, {"N": ...}, {"B": ...}.
using Item = json::object;

// Attribute values.
json::object text_value(std::string_view text);
json::object number_value(std::int64_t number);
json::object bytes_value(std::string_view bytes);
/// As UTC with milliseconds, always: such texts order as the times do.
json::object time_value(Time time);
std::string time_text(Time time);

// What an item has under a name; absent where it has nothing of that type there.
std::optional<std::string> text_in(const Item& item, std::string_view name);
std::optional<std::int64_t> number_in(const Item& item, std::string_view name);
Result<std::optional<std::string>> bytes_in(const Item& item, std::string_view name);
Result<std::optional<Time>> time_in(const Item& item, std::string_view name);

/// A text that may be stored as one: bytes that are no UTF-8 become question marks in a box (U+FFFD).
std::string storable(std::string_view text);

/// What is stored cannot be what we wrote.
Error not_ours(std::string_view key, std::string_view what);

}  // namespace lakemirror::journal::dynamodb
