#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::local {

/// The types a partition key can be filtered by (documented).
enum class KeyType { string, date, timestamp, integer, decimal };

/// From a column's type as declared: "int", "decimal(10,2)". The Error is "Unknown type : 'float'".
Result<KeyType> key_type(std::string_view declared);

/// A value brought into a form in which values of one type compare.
struct KeyValue {
  KeyType type = KeyType::string;
  std::string text =
      {};  ///< strings, dates, timestamps: compare as text; numbers: the digits before the point
  std::string fraction = {};  ///< numbers: the digits after the point, without trailing zeros
  bool negative = false;
};

/// The Error is InvalidInputException with the service's words, such as `"x" is not an integer.`
Result<KeyValue> parse_key_value(KeyType type, std::string_view text);

/// Below, equal to or above zero, as a is less than, equal to or greater than b. Both have the same type.
int compare(const KeyValue& a, const KeyValue& b);

/// SQL LIKE: `%` any run of characters, `_` one.
bool like(std::string_view pattern, std::string_view text);

/// "Integral", "Decimal", ...: how messages name the type.
std::string_view family(KeyType type);

}  // namespace lakemirror::local
