#pragma once

#include <optional>

#include "aws/credential_services.h"
#include "aws/shared_config.h"

namespace lakemirror::aws {

/// Credentials of the role a profile names, for the person who signed in with `aws sso login`. Absent when
/// the profile names neither sso_account_id nor sso_role_name. The token that `aws sso login` left is only
/// read: when it has expired, the Error says what to run.
Result<std::optional<Credentials>> sso_credentials(const Profile& profile, const SharedConfig& shared,
                                                   const Environment& environment,
                                                   const CredentialServices& services);

}  // namespace lakemirror::aws
