#include "aws/default_credentials.h"

#include "aws/container_credentials.h"
#include "aws/environment_credentials.h"
#include "aws/instance_metadata.h"
#include "aws/profile_credentials.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr const char* operation = "find credentials";

/// One walk along the chain. The references outlive it.
class Search {
 public:
  Search(const Environment& environment, const std::string& named, const SharedConfig& shared,
         const CredentialServices& services)
      : environment_(environment),
        named_(named),
        shared_(shared),
        services_(services),
        name_(profile_name(environment, named)),
        profile_(shared.find(name_)),
        lookup_(shared, environment, services) {}

  Result<Credentials> run() {
    using Place = Result<Sought> (Search::*)();
    for (const Place place : {&Search::environment, &Search::role, &Search::web_identity, &Search::profile,
                              &Search::container, &Search::instance}) {
      LM_TRY(Sought sought, (this->*place)());
      if (sought.credentials) return std::move(*sought.credentials);
      if (!sought.nothing.empty()) tried_.push_back(std::move(sought.nothing));
    }
    return nowhere("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that has credentials");
  }

 private:
  Result<Sought> environment() {
    if (!named_.empty()) return Sought{.nothing = "not the environment, because a profile is named"};
    return environment_credentials(environment_);
  }

  Result<Sought> role() {
    if (profile_ == nullptr) return Sought{};
    LM_TRY(auto found, lookup_.by_role(*profile_));
    return Sought{.credentials = std::move(found)};
  }

  Result<Sought> web_identity() {
    const Environment none = [](const std::string&) { return std::nullopt; };
    LM_TRY(auto found, lookup_.by_web_identity(profile_, named_.empty() ? environment_ : none));
    if (found) return Sought{.credentials = std::move(found)};
    if (!named_.empty()) return Sought{};
    return Sought{.nothing = "web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set)"};
  }

  Result<Sought> profile() {
    const std::string keys = shared_.credentials_file();
    const std::string config = shared_.config_file();
    if (profile_ != nullptr) {
      LM_TRY(auto found, lookup_.without_role(*profile_));
      if (found) return Sought{.credentials = std::move(found)};
      return Sought{.nothing = "profile " + name_ + " in " + keys + " and " + config +
                               " (no role_arn, sso_account_id, keys or credential_process)"};
    }
    tried_.push_back("profile " + name_ + " (in neither " + keys + " nor " + config + ")");
    // Whoever names a profile means no other identity, such as that of the machine.
    if (is_asked_for()) return nowhere("name a profile that exists: aws configure list-profiles shows them");
    return Sought{};
  }

  Result<Sought> container() { return container_credentials(environment_, services_); }

  Result<Sought> instance() {
    LM_TRY(const MetadataSettings settings, metadata_settings(environment_, profile_));
    return instance_metadata_credentials(settings, services_);
  }

  bool is_asked_for() const {
    return !named_.empty() || environment_("AWS_PROFILE") || environment_("AWS_DEFAULT_PROFILE");
  }

  tl::unexpected<Error> nowhere(std::string hint) const {
    std::string places;
    for (std::size_t i = 0; i < tried_.size(); ++i)
      places += (i == 0 ? "" : "; ") + std::to_string(i + 1) + ". " + tried_[i];
    return fail({.kind = ErrorKind::denied,
                 .operation = operation,
                 .message = "no AWS credentials found; tried: " + places,
                 .hint = std::move(hint)});
  }

  const Environment& environment_;
  const std::string& named_;
  const SharedConfig& shared_;
  const CredentialServices& services_;
  std::string name_;
  const Profile* profile_;
  ProfileCredentials lookup_;
  std::vector<std::string> tried_;
};

}  // namespace

Result<Credentials> DefaultCredentials::get() {
  LM_TRY(const SharedConfig shared, SharedConfig::load(environment_));
  return Search(environment_, profile_, shared, services_).run();
}

}  // namespace lakemirror::aws
