#include "aws/sso_credentials.h"

#include <algorithm>
#include <cctype>

#include "aws/header_value.h"
#include "aws/secret_file.h"
#include "aws/sso_settings.h"
#include "aws/uri.h"
#include "base/json.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

/// One look at the portal, for one profile.
class SsoLookup {
 public:
  SsoLookup(const Profile& profile, SsoSettings settings, const CredentialServices& services)
      : profile_(profile), settings_(std::move(settings)), services_(services) {}

  Result<Credentials> find(const std::string& token_file) const {
    LM_TRY(const std::string token, read_token(token_file));
    LM_TRY(const std::string portal, services_.portal(settings_.region));
    const std::string query =
        canonical_query({{"role_name", settings_.role_name}, {"account_id", settings_.account_id}});
    const auto response = services_.transport->send({.method = "GET",
                                                     .url = portal + "/federation/credentials?" + query,
                                                     .headers = {"x-amz-sso_bearer_token: " + token}},
                                                    {});
    if (!response) return wrong(response.error().kind, response.error().message, response.error().hint);
    if (response->status != 200) return refusal(*response);
    return read_answer(response->body);
  }

 private:
  Result<std::string> read_token(const std::string& file) const {
    const Result<std::string> text = read_secret_file(file);
    if (!text)
      return wrong(ErrorKind::denied, "nobody is signed in: " + file + ": " + text.error().message, login());
    const Result<json::value> parsed = parse_json(*text);
    const json::object* object = parsed ? parsed->if_object() : nullptr;
    const std::string token(object ? text_or(*object, "accessToken") : "");
    const auto expires = object ? time_in(text_or(*object, "expiresAt")) : std::nullopt;
    if (token.empty() || !is_header_value(token) || !expires)
      return wrong(ErrorKind::denied, file + " holds no token of aws sso login", login());
    if (*expires > services_.clock.now()) return token;
    return wrong(ErrorKind::denied, "the sign-in expired at " + format_time(*expires), login());
  }

  /// Older versions of the AWS CLI write "2026-11-23T10:00:00UTC".
  static std::optional<Time> time_in(std::string_view text) {
    if (text.ends_with("UTC")) text.remove_suffix(3);
    const Result<Time> time = parse_time(text);
    return time ? std::optional(*time) : std::nullopt;
  }

  Result<Credentials> read_answer(const std::string& body) const {
    const Result<json::value> parsed = parse_json(body);
    const json::object* answer = parsed ? parsed->if_object() : nullptr;
    const json::object* found = answer ? object_at(*answer, "roleCredentials") : nullptr;
    const json::value* expiration = found ? found->if_contains("expiration") : nullptr;
    if (found == nullptr || text_or(*found, "accessKeyId").empty() ||
        text_or(*found, "secretAccessKey").empty())
      return wrong(ErrorKind::denied, "the portal's answer holds no credentials");
    const bool dated = expiration != nullptr && expiration->is_number();
    return Credentials{
        .access_key_id = std::string(text_or(*found, "accessKeyId")),
        .secret_access_key = std::string(text_or(*found, "secretAccessKey")),
        .session_token = std::string(text_or(*found, "sessionToken")),
        .expires_at = dated ? time_of_seconds(expiration->to_number<double>() / 1000) : std::nullopt,
        .source = "SSO of profile " + profile_.name};
  }

  /// Quotes no more of the answer than its code.
  tl::unexpected<Error> refusal(const HttpResponse& response) const {
    std::string code(response.header("x-amzn-errortype"));
    code = code.substr(0, code.find(':'));
    const bool is_word =
        std::ranges::all_of(code, [](char c) { return std::isalnum(static_cast<unsigned char>(c)); });
    const std::string what = "the portal answers HTTP status " + std::to_string(response.status) +
                             (is_word && !code.empty() ? ", " + code : "");
    if (response.status == 429 || response.status >= 500) return wrong(ErrorKind::retry, what);
    if (response.status == 401) return wrong(ErrorKind::denied, what, login());
    return wrong(ErrorKind::denied, what,
                 "may you use role " + settings_.role_name + " in account " + settings_.account_id + "?");
  }

  std::string login() const {
    return "run aws sso login --profile " + profile_.name +
           "; lakemirror does not renew a sign-in by itself, so what runs for long needs another source";
  }

  tl::unexpected<Error> wrong(ErrorKind kind, std::string what, std::string hint = {}) const {
    return fail({.kind = kind,
                 .operation = "find credentials",
                 .subject = "SSO of profile " + profile_.name,
                 .message = std::move(what),
                 .hint = std::move(hint)});
  }

  const Profile& profile_;
  SsoSettings settings_;
  const CredentialServices& services_;
};

}  // namespace

Result<std::optional<Credentials>> sso_credentials(const Profile& profile, const SharedConfig& shared,
                                                   const Environment& environment,
                                                   const CredentialServices& services) {
  LM_TRY(const auto settings, sso_settings(profile, shared));
  if (!settings) return std::nullopt;
  const std::string file =
      expand_home(environment, "~/.aws/sso/cache/" + sha1_hex(settings->token_name) + ".json");
  LM_TRY(Credentials found, SsoLookup(profile, *settings, services).find(file));
  return found;
}

}  // namespace lakemirror::aws
