#include "aws/sso_settings.h"

#include <vector>

#include "base/text.h"

namespace lakemirror::aws {
namespace {

tl::unexpected<Error> sso_mistake(const Profile& profile, const std::string& what) {
  return fail({.kind = ErrorKind::denied,
               .operation = "find credentials",
               .subject = "profile " + profile.name,
               .message = what});
}

/// Keys of a profile, and of the sso-session it names.
class SsoReader {
 public:
  SsoReader(const Profile& profile, const ProfileSection* session) : profile_(profile), session_(session) {}

  std::string text(const std::string& key) {
    std::string value = profile_.value(key).value_or("");
    if (const std::string shared = of_session(key); !shared.empty()) {
      if (!value.empty() && value != shared) contradictory_.push_back(key);
      value = shared;
    }
    if (value.empty()) missing_.push_back(key);
    return value;
  }

  Result<void> complaint() const {
    if (!contradictory_.empty())
      return sso_mistake(profile_,
                         join(contradictory_, ", ") + " differs between the profile and its sso_session");
    if (!missing_.empty())
      return sso_mistake(profile_, "it signs in by SSO, but has no " + join(missing_, ", "));
    return {};
  }

 private:
  std::string of_session(const std::string& key) const {
    if (session_ == nullptr) return "";
    const auto at = session_->find(key);
    return at == session_->end() ? "" : at->second;
  }

  const Profile& profile_;
  const ProfileSection* session_;
  std::vector<std::string> missing_, contradictory_;
};

}  // namespace

Result<std::optional<SsoSettings>> sso_settings(const Profile& profile, const SharedConfig& shared) {
  if (!profile.value("sso_account_id") && !profile.value("sso_role_name")) return std::nullopt;
  const auto name = profile.value("sso_session");
  const ProfileSection* session = name ? shared.sso_session(*name) : nullptr;
  if (name && session == nullptr)
    return sso_mistake(profile, "its sso_session " + *name + " is not in " + shared.config_file());
  SsoReader reader(profile, session);
  const std::string start_url = reader.text("sso_start_url");
  SsoSettings settings{.region = reader.text("sso_region"),
                       .account_id = reader.text("sso_account_id"),
                       .role_name = reader.text("sso_role_name"),
                       .token_name = name.value_or(start_url)};
  LM_CHECK(reader.complaint());
  return settings;
}

}  // namespace lakemirror::aws
