#include "aws/profile_credentials.h"

#include <algorithm>

#include "aws/process_credentials.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

Error wrong(const std::string& profile, const std::string& what, std::string hint = {}) {
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
    return fail(wrong(profile, "aws_secret_access_key without aws_access_key_id in " + file));
  if (keys.secret_access_key.empty()) {
    return fail(wrong(profile, "aws_access_key_id without aws_secret_access_key in " + file));
  }
  return keys;
}

}  // namespace

Result<std::optional<Credentials>> environment_credentials(const Environment& environment) {
  const auto id = environment("AWS_ACCESS_KEY_ID");
  const auto secret = environment("AWS_SECRET_ACCESS_KEY");
  if (!id && !secret) return std::nullopt;
  if (!id || !secret) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "find credentials",
                 .subject = "environment",
                 .message = id ? "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY"
                               : "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID"});
  }
  return Credentials{.access_key_id = *id,
                     .secret_access_key = *secret,
                     .session_token = environment("AWS_SESSION_TOKEN").value_or(""),
                     .source = "environment"};
}

Result<std::optional<Credentials>> ProfileCredentials::find(const std::string& name) {
  const Profile* profile = shared_.find(name);
  if (profile == nullptr) return std::nullopt;
  if (const auto role = profile->value("role_arn"); role && !profile->value("web_identity_token_file")) {
    LM_TRY(Credentials assumed, assume(*profile, *role));
    return assumed;
  }
  return without_role(*profile);
}

Result<std::optional<Credentials>> ProfileCredentials::without_role(const Profile& profile) {
  LM_TRY(auto shared_keys, keys_in(profile.credentials, profile.name, shared_.credentials_file()));
  if (shared_keys) return shared_keys;
  if (const auto command = profile.value("credential_process")) {
    LM_TRY(Credentials printed, run_credential_process(*command, profile.name));
    return printed;
  }
  return keys_in(profile.config, profile.name, shared_.config_file());
}

Result<Credentials> ProfileCredentials::assume(const Profile& profile, const std::string& role_arn) {
  if (profile.value("mfa_serial")) {
    return fail(wrong(profile.name, "mfa_serial needs a person at the keyboard",
                      "use credential_process, or a role that trusts without a second factor"));
  }
  visited_.push_back(profile.name);
  LM_TRY(Credentials source, source_of(profile));
  visited_.pop_back();
  LM_TRY(const std::unique_ptr<Client> sts, sts_(std::make_shared<StaticCredentials>(std::move(source))));
  return assume_role(*sts, {.role_arn = role_arn,
                            .external_id = profile.value("external_id").value_or(""),
                            .session_name = profile.value("role_session_name").value_or(""),
                            .duration_seconds = profile.value("duration_seconds").value_or("")});
}

Result<Credentials> ProfileCredentials::source_of(const Profile& profile) {
  const auto source_profile = profile.value("source_profile");
  const auto credential_source = profile.value("credential_source");
  if (source_profile && credential_source) {
    return fail(wrong(profile.name, "source_profile and credential_source stand together: only one may"));
  }
  if (source_profile) return from_source_profile(profile, *source_profile);
  if (!credential_source) {
    return fail(wrong(profile.name, "role_arn needs source_profile or credential_source beside it"));
  }
  if (*credential_source != "Environment") {
    return fail(wrong(profile.name, "credential_source " + *credential_source + " is not supported",
                      "use source_profile, or credential_source = Environment"));
  }
  LM_TRY(auto found, environment_credentials(environment_));
  if (!found)
    return fail(wrong(profile.name, "credential_source is Environment, but AWS_ACCESS_KEY_ID is not set"));
  return std::move(*found);
}

Result<Credentials> ProfileCredentials::from_source_profile(const Profile& profile,
                                                            const std::string& source) {
  const Profile* next = shared_.find(source);
  if (next == nullptr) return fail(wrong(profile.name, "its source_profile " + source + " is in no file"));
  // A profile may name itself when it holds keys beside the role.
  const bool itself = source == profile.name;
  if (!itself && std::ranges::find(visited_, source) != visited_.end()) {
    return fail(
        wrong(profile.name, "source_profile goes in a circle: " + join(visited_, " -> ") + " -> " + source));
  }
  LM_TRY(auto found, itself ? without_role(*next) : find(source));
  if (!found) return fail(wrong(profile.name, "its source_profile " + source + " has no credentials"));
  return std::move(*found);
}

}  // namespace lakemirror::aws
