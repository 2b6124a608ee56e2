#pragma once

#include "base/json.h"

namespace lakemirror::mapping {

/// A member's value as what it should be; nullptr where it is absent or something else.
inline json::object* as_object(json::value* value) { return value == nullptr ? nullptr : value->if_object(); }
inline json::array* as_array(json::value* value) { return value == nullptr ? nullptr : value->if_array(); }

}  // namespace lakemirror::mapping
