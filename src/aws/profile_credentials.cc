#include "aws/profile_credentials.h"

#include <algorithm>

#include "aws/container_credentials.h"
#include "aws/environment_credentials.h"
#include "aws/instance_metadata.h"
#include "aws/process_credentials.h"
#include "aws/sso_credentials.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

Error profile_mistake(const std::string& profile, const std::string& what, std::string hint = {}) {
  return {.kind = ErrorKind::denied,
          .operation = "find credentials",
          .subject = "profile " + profile,
          .message = what,
          .hint = std::move(hint)};
}

std::string value_of(const ProfileSection& section, const std::string& key) {
  const auto at = section.find(key);
  return at == section.end() ? "" : at->second;
}

Result<std::optional<Credentials>> keys_in(const ProfileSection& section, const std::string& profile,
                                           const std::string& file) {
  Credentials keys{.access_key_id = value_of(section, "aws_access_key_id"),
                   .secret_access_key = value_of(section, "aws_secret_access_key"),
                   .session_token = value_of(section, "aws_session_token"),
                   .source = "profile " + profile + " in " + file};
  if (keys.access_key_id.empty() && keys.secret_access_key.empty()) return std::nullopt;
  if (keys.access_key_id.empty())
    return fail(profile_mistake(profile, "aws_secret_access_key without aws_access_key_id in " + file));
  if (keys.secret_access_key.empty()) {
    return fail(profile_mistake(profile, "aws_access_key_id without aws_secret_access_key in " + file));
  }
  return keys;
}

}  // namespace

ProfileCredentials::Found ProfileCredentials::find(const Profile& profile) {
  // A profile that stands behind another one is taken by itself: the variables speak of the first.
  const Environment no_variables = [](const std::string&) { return std::nullopt; };
  LM_TRY(auto assumed, by_role(profile));
  if (assumed) return assumed;
  LM_TRY(auto identified, by_web_identity(&profile, no_variables));
  if (identified) return identified;
  return without_role(profile);
}

ProfileCredentials::Found ProfileCredentials::by_role(const Profile& profile) {
  const auto role = profile.value("role_arn");
  if (!role || profile.value("web_identity_token_file")) return std::nullopt;
  if (profile.value("mfa_serial")) {
    return fail(profile_mistake(profile.name, "mfa_serial needs a person at the keyboard",
                                "use credential_process, or a role that trusts without a second factor"));
  }
  visited_.push_back(profile.name);
  LM_TRY(Credentials source, source_of(profile));
  visited_.pop_back();
  const std::string with = source.source;
  LM_TRY(const std::unique_ptr<Client> sts,
         services_.sts(std::make_shared<StaticCredentials>(std::move(source))));
  LM_TRY(Credentials assumed,
         assume_role(*sts, {.role_arn = *role,
                            .external_id = profile.value("external_id").value_or(""),
                            .session_name = profile.value("role_session_name").value_or(""),
                            .duration_seconds = profile.value("duration_seconds").value_or("")}));
  assumed.source += " of profile " + profile.name + ", assumed with " + with;
  return assumed;
}

ProfileCredentials::Found ProfileCredentials::by_web_identity(const Profile* profile,
                                                              const Environment& variables) {
  const auto setting = [&](const char* variable, const char* key) {
    auto value = variables(variable);
    if (!value && profile != nullptr) value = profile->value(key);
    return value.value_or("");
  };
  const WebIdentity identity{.token_file = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"),
                             .role_arn = setting("AWS_ROLE_ARN", "role_arn"),
                             .session_name = setting("AWS_ROLE_SESSION_NAME", "role_session_name")};
  if (identity.token_file.empty()) return std::nullopt;
  if (identity.role_arn.empty()) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "find credentials",
                 .subject = "web identity",
                 .message = "a token file is named, but neither AWS_ROLE_ARN nor role_arn names a role"});
  }
  LM_TRY(Credentials found, assume_with_web_identity(identity, services_.sts));
  return found;
}

ProfileCredentials::Found ProfileCredentials::without_role(const Profile& profile) {
  LM_TRY(auto signed_in, sso_credentials(profile, shared_, environment_, services_));
  if (signed_in) return signed_in;
  LM_TRY(auto shared_keys, keys_in(profile.credentials, profile.name, shared_.credentials_file()));
  if (shared_keys) return shared_keys;
  if (const auto command = profile.value("credential_process")) {
    LM_TRY(Credentials printed, run_credential_process(*command, profile.name));
    return printed;
  }
  return keys_in(profile.config, profile.name, shared_.config_file());
}

Result<Credentials> ProfileCredentials::source_of(const Profile& profile) {
  const auto source_profile = profile.value("source_profile");
  const auto credential_source = profile.value("credential_source");
  if (source_profile && credential_source) {
    return fail(
        profile_mistake(profile.name, "source_profile and credential_source stand together: only one may"));
  }
  if (source_profile) return from_source_profile(profile, *source_profile);
  if (credential_source) return from_credential_source(profile, *credential_source);
  return fail(profile_mistake(profile.name, "role_arn needs source_profile or credential_source beside it"));
}

Result<Credentials> ProfileCredentials::from_source_profile(const Profile& profile,
                                                            const std::string& source) {
  const Profile* next = shared_.find(source);
  if (next == nullptr)
    return fail(profile_mistake(profile.name, "its source_profile " + source + " is in no file"));
  // A profile may name itself when it holds keys beside the role.
  const bool itself = source == profile.name;
  if (!itself && std::ranges::find(visited_, source) != visited_.end()) {
    return fail(profile_mistake(
        profile.name, "source_profile goes in a circle: " + join(visited_, " -> ") + " -> " + source));
  }
  LM_TRY(auto found, itself ? without_role(*next) : find(*next));
  if (!found)
    return fail(profile_mistake(profile.name, "its source_profile " + source + " has no credentials"));
  return std::move(*found);
}

Result<Credentials> ProfileCredentials::from_credential_source(const Profile& profile,
                                                               const std::string& source) {
  const auto look = [&]() -> Result<Sought> {
    if (source == "Environment") return environment_credentials(environment_);
    if (source == "EcsContainer") return container_credentials(environment_, services_);
    if (source == "Ec2InstanceMetadata") {
      LM_TRY(const MetadataSettings settings, metadata_settings(environment_, &profile));
      return instance_metadata_credentials(settings, services_);
    }
    return fail(profile_mistake(profile.name, "credential_source " + source + " is not known",
                                "use Environment, EcsContainer or Ec2InstanceMetadata"));
  };
  LM_TRY(Sought sought, look());
  if (sought.credentials) return std::move(*sought.credentials);
  return fail(
      profile_mistake(profile.name, "its credential_source " + source + " gave nothing: " + sought.nothing));
}

}  // namespace lakemirror::aws
