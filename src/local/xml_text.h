#pragma once

#include <string>
#include <string_view>

#include "api/api.h"
#include "base/json.h"

namespace lakemirror::local {

/// <name>text</name>, the text escaped.
void append_element(std::string& out, std::string_view name, std::string_view text);

/// The members of an output as the query protocol writes them: elements by name, lists as <member>, times as
/// ISO 8601.
void append_xml(std::string& out, const json::object& value, const api::Shape& shape);

}  // namespace lakemirror::local
