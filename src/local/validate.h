#pragma once

#include "api/api.h"
#include "base/json.h"

namespace lakemirror::local {

/// Holds a request against its shape as the service does before it looks at anything else: required members,
/// lengths, ranges, enumerations, types. The Error's code is ValidationException, or SerializationException
/// where a value has the wrong type. Members the shape does not have are ignored, as by the service.
Result<void> validate(const json::object& input, const api::Operation& operation);

}  // namespace lakemirror::local
