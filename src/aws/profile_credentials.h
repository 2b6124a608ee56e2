#pragma once

#include <optional>
#include <vector>

#include "aws/assume_role.h"
#include "aws/credentials.h"
#include "aws/shared_config.h"

namespace lakemirror::aws {

/// Finds the credentials a profile stands for, in the order of the AWS SDKs: a role to assume, keys in the
/// credentials file, `credential_process`, keys in the config file. Made for one look-up; the references
/// outlive it.
class ProfileCredentials {
 public:
  ProfileCredentials(const SharedConfig& shared, const Environment& environment, const StsFactory& sts)
      : shared_(shared), environment_(environment), sts_(sts) {}

  /// Absent when the profile has nothing of the kind. An Error when it has, and that does not work.
  Result<std::optional<Credentials>> find(const std::string& profile);

 private:
  Result<Credentials> assume(const Profile& profile, const std::string& role_arn);
  Result<Credentials> source_of(const Profile& profile);
  Result<Credentials> from_source_profile(const Profile& profile, const std::string& source);
  Result<std::optional<Credentials>> without_role(const Profile& profile);

  const SharedConfig& shared_;
  const Environment& environment_;
  const StsFactory& sts_;
  std::vector<std::string> visited_;  // profiles whose role is being assumed, against circles
};

/// Keys in AWS_ACCESS_KEY_ID and its companions; absent when there are none, an Error when only half is
/// there.
Result<std::optional<Credentials>> environment_credentials(const Environment& environment);

}  // namespace lakemirror::aws
