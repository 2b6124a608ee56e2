#pragma once

#include "aws/environment.h"
#include "aws/sought.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Keys in AWS_ACCESS_KEY_ID and its companions; an Error when only half is there.
Result<Sought> environment_credentials(const Environment& environment);

}  // namespace lakemirror::aws
