#pragma once

#include <string_view>

#include "base/json.h"

namespace lakemirror::testing {

/// The part of DynamoDB's expressions that the journal is written in.
struct ExpressionContext {
  const json::object& names;   ///< "#Name" to "Name"
  const json::object& values;  ///< ":value" to an attribute value
};

/// `a = :b AND (attribute_exists(#c) OR NOT #d < :e)`. Throws std::runtime_error on what it does not know.
bool holds(std::string_view condition, const ExpressionContext& context, const json::object& item);

/// `SET #a = :b, #c = list_append(if_not_exists(#c, :d), :e) REMOVE #f, #g[0] ADD #h :i`.
void apply_update(std::string_view expression, const ExpressionContext& context, json::object& item);

/// Bytes of an attribute value, as DynamoDB counts them.
std::size_t attribute_bytes(const json::object& value);
std::size_t item_bytes(const json::object& item);

}  // namespace lakemirror::testing
