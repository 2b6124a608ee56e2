#include "aws/default_credentials.h"

#include "aws/profile_credentials.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

std::string described(const SharedConfig& shared, const std::string& name) {
  const std::string files = shared.credentials_file() + " and " + shared.config_file();
  const Profile* profile = shared.find(name);
  if (profile == nullptr) return "profile " + name + " (in neither " + files + ")";
  return "profile " + name + " in " + files + " (no role_arn, keys or credential_process)";
}

/// Sources that the SDKs know and we do not, as far as somebody has set them up.
std::string hint_for(const Environment& environment, const Profile* profile, const std::string& name) {
  if (profile && (profile->value("sso_session") || profile->value("sso_start_url"))) {
    return "the profile signs in by SSO: add a profile with credential_process = aws configure "
           "export-credentials "
           "--profile " +
           name + " --format process";
  }
  const bool elsewhere = environment("AWS_WEB_IDENTITY_TOKEN_FILE") ||
                         environment("AWS_CONTAINER_CREDENTIALS_FULL_URI") ||
                         environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
                         (profile && profile->value("web_identity_token_file"));
  if (elsewhere)
    return "web identity and container credentials are not read: use a profile with credential_process";
  return "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has credentials";
}

}  // namespace

Result<Credentials> DefaultCredentials::get() {
  std::vector<std::string> tried;
  if (profile_.empty()) {
    LM_TRY(auto found, environment_credentials(environment_));
    if (found) return std::move(*found);
    tried.push_back("environment (AWS_ACCESS_KEY_ID is not set)");
  } else {
    tried.push_back("not the environment, because a profile is named");
  }
  LM_TRY(const SharedConfig shared, SharedConfig::load(environment_));
  const std::string name = profile_name(environment_, profile_);
  LM_TRY(auto found, ProfileCredentials(shared, environment_, sts_).find(name));
  if (found) return std::move(*found);
  tried.push_back(described(shared, name));
  return fail({.kind = ErrorKind::denied,
               .operation = "find credentials",
               .message = "no AWS credentials found; tried: 1. " + tried[0] + "; 2. " + tried[1],
               .hint = hint_for(environment_, shared.find(name), name)});
}

}  // namespace lakemirror::aws
