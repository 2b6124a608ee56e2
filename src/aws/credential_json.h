#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Reads what container and instance metadata services answer: {"AccessKeyId", "SecretAccessKey", "Token",
/// "Expiration"}. The Error is `denied` and quotes nothing of the answer but a code of its own, such as
/// "AssumeRoleUnauthorizedAccess"; what was asked is for the caller to fill in.
Result<Credentials> read_credential_json(std::string_view body, std::string source);

}  // namespace lakemirror::aws
