#pragma once

#include <optional>
#include <string>

#include "aws/shared_config.h"

namespace lakemirror::aws {

/// What a profile says of signing in by IAM Identity Center.
struct SsoSettings {
  std::string region = {};
  std::string account_id = {};
  std::string role_name = {};
  std::string token_name = {};  ///< names the token's file: the session, or the start URL of older profiles
};

/// Absent when the profile names neither account nor role; an Error when it names them and something else is
/// missing.
Result<std::optional<SsoSettings>> sso_settings(const Profile& profile, const SharedConfig& shared);

}  // namespace lakemirror::aws
