#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace lakemirror::apply {

/// Value by key of an LF-tag; both as spelled. A resource has one value to a key (documented).
using TagValues = std::map<std::string, std::string>;

/// The LF-tags on one thing, and those on its columns.
struct AssignedTags {
  TagValues own = {};
  std::map<std::string, TagValues> columns = {};

  friend bool operator==(const AssignedTags&, const AssignedTags&) = default;
};

/// [{TagKey, TagValues: [value]}]
TagValues tag_values(const json::array* pairs);
json::array to_json(const TagValues& tags);
/// Of a change's body: {"LFTags": [...], "Columns": {...}}.
AssignedTags read_body(const json::object& body);
/// Of GetResourceLFTags' answer for what is assigned there itself.
AssignedTags read_answer(const json::object& answer, bool of_table);

/// One call to add or to remove: on the thing itself, or on columns that need the same.
struct AssignmentCall {
  bool adds = false;
  std::vector<std::string> columns = {};
  TagValues tags = {};
};

/// The calls from `held` to `wanted`: removals first, which makes room (a resource has 50 tags at most) and
/// takes access away before any comes. A key with another value is not removed: adding replaces it (seen).
/// Keys and values that differ only in case count as equal, as they are compared everywhere.
std::vector<AssignmentCall> plan_assignment(const AssignedTags& held, const AssignedTags& wanted);

}  // namespace lakemirror::apply
