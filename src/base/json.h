#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror {

namespace json = boost::json;

/// Parses one JSON document into `storage`. The Error is `invalid` and says at which byte it went wrong.
Result<json::value> parse_json(std::string_view text, json::storage_ptr storage = {});

/// Memory for values that are freed as one. It lives as long as anything in it: a copy of a value keeps its
/// original's memory (boost::json's rule), so that memory owned by one place would be gone under such copies.
inline json::storage_ptr freed_as_one(std::size_t size = 1024) {
  return json::make_shared_resource<json::monotonic_resource>(size);
}

/// The member `name` of an object as text, or `otherwise` when it is absent or no string.
std::string_view text_or(const json::object& object, std::string_view name, std::string_view otherwise = {});

/// The member `name` as an object or array, or nullptr.
const json::object* object_at(const json::object& object, std::string_view name);
const json::array* array_at(const json::object& object, std::string_view name);

/// A text that is equal exactly for equal values: object members sorted by name, whole-numbered doubles
/// written as integers. Two catalogs hold the same body when their canonical texts are equal.
std::string canonical_json(const json::value& value);
std::string canonical_json(const json::object& object);  // where it would be copied into a value

}  // namespace lakemirror
