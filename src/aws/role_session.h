#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/json.h"

namespace lakemirror::aws {

/// The session credentials in the answer of STS; `operation` is "sts:AssumeRole" or a sister of it.
Result<Credentials> read_role_session(const json::object& answer, std::string_view operation,
                                      const std::string& role_arn);

}  // namespace lakemirror::aws
