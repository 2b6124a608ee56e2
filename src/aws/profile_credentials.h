#pragma once

#include <optional>
#include <vector>

#include "aws/credential_services.h"
#include "aws/shared_config.h"
#include "aws/web_identity.h"

namespace lakemirror::aws {

/// Finds the credentials a profile stands for, in the order of the AWS SDK for Python: a role to assume, a
/// role by web identity, a sign-in by SSO, keys in the credentials file, `credential_process`, keys in the
/// config file. Made for one look-up; the references outlive it. Each part is absent when the profile has
/// nothing of the kind, and an Error when it has, and that does not work.
class ProfileCredentials {
 public:
  using Found = Result<std::optional<Credentials>>;

  ProfileCredentials(const SharedConfig& shared, const Environment& environment,
                     const CredentialServices& services)
      : shared_(shared), environment_(environment), services_(services) {}

  /// By role_arn with source_profile or credential_source.
  Found by_role(const Profile& profile);
  /// By web_identity_token_file and role_arn, for each of which `variables` may have a value that goes first.
  /// `profile` may be nullptr.
  Found by_web_identity(const Profile* profile, const Environment& variables);
  /// By everything else.
  Found without_role(const Profile& profile);

 private:
  Found find(const Profile& profile);
  Result<Credentials> source_of(const Profile& profile);
  Result<Credentials> from_source_profile(const Profile& profile, const std::string& source);
  Result<Credentials> from_credential_source(const Profile& profile, const std::string& source);

  const SharedConfig& shared_;
  const Environment& environment_;
  const CredentialServices& services_;
  std::vector<std::string> visited_;  // profiles whose role is being assumed, against circles
};

}  // namespace lakemirror::aws
