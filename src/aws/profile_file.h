#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::aws {

/// One section of an AWS profile file: keys in lower case. A nested setting such as
///     glue =
///       endpoint_url = http://localhost:4566
/// has the key "glue.endpoint_url".
using ProfileSection = std::map<std::string, std::string>;

/// Reads the text of ~/.aws/config or ~/.aws/credentials into its sections, by the title between the
/// brackets. Of a key that stands twice the last counts. The Error names file and line, never what stands
/// there: it may be a secret.
Result<std::map<std::string, ProfileSection>> parse_profile_file(std::string_view file,
                                                                 std::string_view text);

}  // namespace lakemirror::aws
