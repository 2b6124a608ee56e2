#include "aws/shared_config.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

std::string path_of(const Environment& environment, const char* variable, const char* standard) {
  return expand_home(environment, environment(variable).value_or(standard));
}

Result<std::map<std::string, ProfileSection>> read_sections(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::map<std::string, ProfileSection>();
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "read AWS profiles",
                 .subject = path,
                 .message = "cannot open it"});
  }
  return parse_profile_file(path, std::string(std::istreambuf_iterator<char>(file), {}));
}

/// "profile analytics" and `profile "my data"` are {"profile", name}; "default" is {"", "default"}.
std::pair<std::string, std::string> split_title(const std::string& title) {
  const auto blank = title.find_first_of(" \t");
  if (blank == std::string::npos) return {"", title};
  std::string_view name = trim(std::string_view(title).substr(blank));
  if (name.size() >= 2 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front()) {
    name = name.substr(1, name.size() - 2);
  }
  return {title.substr(0, blank), std::string(name)};
}

}  // namespace

std::optional<std::string> Profile::value(const std::string& key) const {
  for (const ProfileSection* section : {&credentials, &config}) {
    if (const auto at = section->find(key); at != section->end() && !at->second.empty()) return at->second;
  }
  return std::nullopt;
}

Result<SharedConfig> SharedConfig::load(const Environment& environment) {
  SharedConfig shared;
  shared.config_file_ = path_of(environment, "AWS_CONFIG_FILE", "~/.aws/config");
  shared.credentials_file_ = path_of(environment, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
  LM_TRY(auto config, read_sections(shared.config_file_));
  LM_TRY(auto credentials, read_sections(shared.credentials_file_));
  bool has_profile_default = false;
  for (auto& [title, section] : config) {
    auto [kind, name] = split_title(title);
    if (kind == "services")
      shared.services_[name] = std::move(section);
    else if (kind == "sso-session")
      shared.sso_sessions_[name] = std::move(section);
    // A bare [name] in the config file is no profile, but for [default]; [profile default] goes before it.
    else if (kind == "profile" || (title == "default" && !has_profile_default)) {
      has_profile_default |= kind == "profile" && name == "default";
      shared.profiles_[name].config = std::move(section);
    }
  }
  for (auto& [title, section] : credentials) shared.profiles_[title].credentials = std::move(section);
  for (auto& [name, profile] : shared.profiles_) profile.name = name;
  return shared;
}

const Profile* SharedConfig::find(const std::string& profile) const {
  const auto at = profiles_.find(profile);
  return at == profiles_.end() ? nullptr : &at->second;
}

std::optional<std::string> SharedConfig::service_setting(const std::string& services,
                                                         const std::string& key) const {
  const auto section = services_.find(services);
  if (section == services_.end()) return std::nullopt;
  const auto at = section->second.find(key);
  if (at == section->second.end() || at->second.empty()) return std::nullopt;
  return at->second;
}

const ProfileSection* SharedConfig::sso_session(const std::string& name) const {
  const auto at = sso_sessions_.find(name);
  return at == sso_sessions_.end() ? nullptr : &at->second;
}

std::string profile_name(const Environment& environment, const std::string& asked_for) {
  if (!asked_for.empty()) return asked_for;
  if (const auto name = environment("AWS_PROFILE")) return *name;
  return environment("AWS_DEFAULT_PROFILE").value_or("default");
}

}  // namespace lakemirror::aws
