#pragma once

#include <map>
#include <optional>
#include <string>

#include "aws/environment.h"
#include "aws/profile_file.h"

namespace lakemirror::aws {

/// One profile as the AWS CLI sees it.
struct Profile {
  std::string name = {};
  ProfileSection config = {};       ///< from the config file
  ProfileSection credentials = {};  ///< from the credentials file, whose values go first

  /// The value of a key, from whichever file has it.
  std::optional<std::string> value(const std::string& key) const;
};

/// The AWS files of the user: `~/.aws/config` and `~/.aws/credentials`, or what AWS_CONFIG_FILE and
/// AWS_SHARED_CREDENTIALS_FILE name. A file that does not exist is empty.
class SharedConfig {
 public:
  static Result<SharedConfig> load(const Environment& environment);

  /// nullptr when no file has the profile.
  const Profile* find(const std::string& profile) const;
  /// A setting of a `[services NAME]` section, such as "glue.endpoint_url".
  std::optional<std::string> service_setting(const std::string& services, const std::string& key) const;

  /// The section [sso-session NAME] of the config file, or nullptr.
  const ProfileSection* sso_session(const std::string& name) const;

  const std::string& config_file() const { return config_file_; }
  const std::string& credentials_file() const { return credentials_file_; }

 private:
  std::string config_file_;
  std::string credentials_file_;
  std::map<std::string, Profile> profiles_;
  std::map<std::string, ProfileSection> services_;
  std::map<std::string, ProfileSection> sso_sessions_;
};

/// The profile in use: the one asked for, else AWS_PROFILE, else AWS_DEFAULT_PROFILE, else "default".
std::string profile_name(const Environment& environment, const std::string& asked_for);

}  // namespace lakemirror::aws
