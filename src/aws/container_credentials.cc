#include "aws/container_credentials.h"

#include "aws/container_url.h"
#include "aws/credential_json.h"
#include "aws/header_value.h"
#include "aws/secret_file.h"

namespace lakemirror::aws {
namespace {

constexpr const char* relative_variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* full_variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* token_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
constexpr const char* token_file_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr const char* agent = "http://169.254.170.2";

// As in the AWS SDK for Python.
constexpr Milliseconds timeout{2'000};
constexpr Milliseconds pause{1'000};
constexpr int attempts = 3;

Error container_failure(ErrorKind kind, std::string what, std::string hint = {}) {
  return {.kind = kind,
          .operation = "find credentials",
          .subject = "container",
          .message = std::move(what),
          .hint = std::move(hint)};
}

/// Empty when no variable asks for container credentials.
Result<std::string> url_of(const Environment& environment) {
  if (const auto path = environment(relative_variable)) {
    // "@example.com" or ".example.com" behind the address would be another host.
    if (!path->starts_with('/'))
      return fail(
          container_failure(ErrorKind::denied, std::string(relative_variable) + " does not begin with /"));
    return agent + *path;
  }
  return environment(full_variable).value_or("");
}

Result<std::string> token_of(const Environment& environment) {
  std::string token = environment(token_variable).value_or("");
  std::string place = token_variable;
  if (const auto file = environment(token_file_variable)) {
    LM_TRY(token, read_secret_file(*file));
    place = *file;
  }
  if (is_header_value(token)) return token;
  return fail(container_failure(ErrorKind::denied,
                                "the token in " + place + " holds a line break or control character",
                                "write the token without a line break at its end"));
}

bool may_pass(const Result<HttpResponse>& response) {
  if (!response) return response.error().kind == ErrorKind::retry;
  return response->status == 429 || response->status >= 500;
}

Result<HttpResponse> ask(const HttpRequest& request, const CredentialServices& services) {
  const std::shared_ptr<Transport> transport = services.nearby(timeout);
  Result<HttpResponse> response = transport->send(request, {});
  for (int attempt = 1; attempt < attempts && may_pass(response); ++attempt) {
    if (services.stop.stop_requested()) break;
    services.clock.sleep_for(pause, services.stop);
    response = transport->send(request, {});
  }
  return response;
}

Result<Credentials> fetch(const HttpRequest& request, const CredentialServices& services) {
  const Result<HttpResponse> response = ask(request, services);
  const ErrorKind kind = may_pass(response) ? ErrorKind::retry : ErrorKind::denied;
  if (!response) return fail(container_failure(kind, response.error().message, response.error().hint));
  if (response->status != 200)
    return fail(container_failure(kind, "the answer has HTTP status " + std::to_string(response->status)));
  Result<Credentials> found = read_credential_json(response->body, "container");
  if (!found) return fail(container_failure(ErrorKind::denied, found.error().message));
  if (!found->expires_at || *found->expires_at > services.clock.now()) return found;
  return fail(container_failure(
      ErrorKind::retry, "the credentials it hands out expired at " + format_time(*found->expires_at)));
}

}  // namespace

Result<Sought> container_credentials(const Environment& environment, const CredentialServices& services) {
  LM_TRY(const std::string url, url_of(environment));
  if (url.empty()) {
    return Sought{.nothing = "container (neither " + std::string(relative_variable) + " nor " +
                             full_variable + " is set)"};
  }
  LM_CHECK(check_container_url(url));
  LM_TRY(const std::string token, token_of(environment));
  HttpRequest request{.method = "GET", .url = url, .headers = {"Accept: application/json"}};
  if (!token.empty()) request.headers.push_back("Authorization: " + token);
  LM_TRY(Credentials found, fetch(request, services));
  return Sought{.credentials = std::move(found)};
}

}  // namespace lakemirror::aws
