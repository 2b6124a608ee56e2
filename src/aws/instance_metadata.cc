#include "aws/instance_metadata.h"

#include <algorithm>
#include <cctype>

#include "aws/credential_json.h"
#include "aws/header_value.h"
#include "base/log.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr const char* token_path = "latest/api/token";
constexpr const char* role_path = "latest/meta-data/iam/security-credentials/";
constexpr const char* six_hours = "X-aws-ec2-metadata-token-ttl-seconds: 21600";
/// While the service has no newer ones AWS goes on accepting the old ones; they are asked for again then.
constexpr Milliseconds extension = std::chrono::minutes(15);

bool is_role_name(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("_+=,.@-").find(c) != std::string_view::npos;
  });
}

class InstanceMetadata {
 public:
  InstanceMetadata(const MetadataSettings& settings, const CredentialServices& services)
      : settings_(settings), clock_(services.clock), transport_(services.nearby(settings.timeout)) {}

  Result<Sought> find() {
    const Result<HttpResponse> token = ask("PUT", token_path, six_hours);
    if (!token) return nothing(token.error().message + "; " + allowance());
    if (token->status >= 500) return fail(unwell("it has HTTP status " + std::to_string(token->status)));
    if (token->status != 200)
      return nothing("its answer to the request for a token has HTTP status " +
                     std::to_string(token->status));
    if (token->body.empty() || !is_header_value(token->body)) return nothing("what it answers is no token");
    return with_token("X-aws-ec2-metadata-token: " + token->body);
  }

 private:
  Result<Sought> with_token(const std::string& token) {
    LM_TRY(const HttpResponse roles, get(role_path, token));
    if (roles.status == 404) return nothing("the instance has no role");
    if (roles.status != 200)
      return nothing("its list of roles has HTTP status " + std::to_string(roles.status));
    const std::string role(trim(std::string_view(roles.body).substr(0, roles.body.find('\n'))));
    if (!is_role_name(role)) return nothing("what it answers is no name of a role");
    LM_TRY(const HttpResponse answer, get(role_path + role, token));
    if (answer.status != 200)
      return nothing("its credentials of " + role + " have HTTP status " + std::to_string(answer.status));
    Result<Credentials> found = read_credential_json(answer.body, "instance metadata, role " + role);
    if (!found) return nothing(found.error().message);
    return Sought{.credentials = extended(std::move(*found))};
  }

  /// An answer that may be better later is an Error: the service is there, as its token shows.
  Result<HttpResponse> get(const std::string& path, const std::string& token) {
    Result<HttpResponse> response = ask("GET", path, token);
    if (!response) return fail(unwell(response.error().message));
    if (response->status == 429 || response->status >= 500)
      return fail(unwell("it has HTTP status " + std::to_string(response->status)));
    return response;
  }

  Result<HttpResponse> ask(const char* method, const std::string& path, const std::string& header) {
    // Without a type: nothing is sent that could have one.
    const HttpRequest request{
        .method = method, .url = settings_.endpoint + path, .headers = {header, "Content-Type:"}};
    Result<HttpResponse> response = transport_->send(request, {});
    for (int attempt = 1; attempt < settings_.attempts; ++attempt) {
      if (response && response->status < 500) break;
      response = transport_->send(request, {});
    }
    return response;
  }

  Credentials extended(Credentials found) const {
    const Time now = clock_.now();
    if (!found.expires_at || *found.expires_at > now) return found;
    log::warn("instance metadata hands out credentials that expired at {}: used nonetheless",
              format_time(*found.expires_at));
    found.expires_at = now + extension;
    return found;
  }

  std::string allowance() const {
    const std::string each = format_duration(settings_.timeout);
    return settings_.attempts == 1
               ? "asked once, for at most " + each
               : "asked " + std::to_string(settings_.attempts) + " times, for at most " + each + " each";
  }

  Sought nothing(const std::string& why) const {
    return {.nothing = "instance metadata at " + settings_.endpoint + " (" + why + ")"};
  }

  Error unwell(const std::string& why) const {
    return {.kind = ErrorKind::retry,
            .operation = "find credentials",
            .subject = "instance metadata at " + settings_.endpoint,
            .message = why};
  }

  const MetadataSettings& settings_;
  Clock& clock_;
  std::shared_ptr<Transport> transport_;
};

}  // namespace

Result<Sought> instance_metadata_credentials(const MetadataSettings& settings,
                                             const CredentialServices& services) {
  if (settings.disabled) return Sought{.nothing = "instance metadata (AWS_EC2_METADATA_DISABLED is true)"};
  return InstanceMetadata(settings, services).find();
}

}  // namespace lakemirror::aws
