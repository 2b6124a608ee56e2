#pragma once

#include <string>

#include "api/api.h"
#include "base/json.h"
#include "base/random.h"

namespace lakemirror::local {

/// How a CloudTrail record spells the members of requestParameters and responseElements.
enum class Casing {
  cloudtrail,  ///< first letter lower case: what Glue's records show
  api,         ///< as the API spells them: seen in records of other services
  mixed,       ///< now one, now the other
};

/// Appends `value` as a record shows it: members of `shape` renamed by `casing`, keys of maps and elements of
/// lists as they are, primitives that the caller left out with their defaults. `random` is drawn from only
/// when mixed.
void append_described(std::string& out, const json::object& value, const api::Shape& shape, Casing casing,
                      Random& random);

}  // namespace lakemirror::local
