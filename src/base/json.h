#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror {

namespace json = boost::json;

/// Parses one JSON document. The Error is `invalid` and says at which byte it went wrong.
Result<json::value> parse_json(std::string_view text);

/// The member `name` of an object as text, or `otherwise` when it is absent or no string.
std::string_view text_or(const json::object& object, std::string_view name, std::string_view otherwise = {});

/// The member `name` as an object or array, or nullptr.
const json::object* object_at(const json::object& object, std::string_view name);
const json::array* array_at(const json::object& object, std::string_view name);

/// A text that is equal exactly for equal values: object members sorted by name, whole-numbered doubles
/// written as integers. Two catalogs hold the same body when their canonical texts are equal.
std::string canonical_json(const json::value& value);

}  // namespace lakemirror
