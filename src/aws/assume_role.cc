#include "aws/assume_role.h"

#include <charconv>

namespace lakemirror::aws {
namespace {

Result<json::object> input_of(const RoleRequest& request) {
  json::object input{{"RoleArn", request.role_arn},
                     {"RoleSessionName", request.session_name.empty() ? "lakemirror" : request.session_name}};
  if (!request.external_id.empty()) input["ExternalId"] = request.external_id;
  if (request.duration_seconds.empty()) return input;
  int seconds = 0;
  const std::string& text = request.duration_seconds;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc() || end != text.data() + text.size()) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "sts:AssumeRole",
                 .subject = request.role_arn,
                 .message = "duration_seconds is no number: " + text});
  }
  input["DurationSeconds"] = seconds;
  return input;
}

std::optional<Time> expiration_of(const json::object& credentials) {
  const json::value* at = credentials.if_contains("Expiration");
  if (at == nullptr || !at->is_number()) return std::nullopt;
  return Time(Milliseconds(static_cast<Milliseconds::rep>(at->to_number<double>() * 1000)));
}

}  // namespace

Result<Credentials> assume_role(Client& sts, const RoleRequest& request) {
  LM_TRY(const json::object input, input_of(request));
  Result<json::object> output = sts.call(api::Service::sts, "AssumeRole", input);
  if (!output) {
    Error error = std::move(output).error();
    error.subject = request.role_arn;
    if (error.kind == ErrorKind::denied && error.code.starts_with("AccessDenied")) {
      error.hint =
          "let the credentials of this side call sts:AssumeRole on the role, and let the role trust them";
    }
    return fail(std::move(error));
  }
  const json::object* found = object_at(*output, "Credentials");
  if (found == nullptr || text_or(*found, "AccessKeyId").empty() ||
      text_or(*found, "SecretAccessKey").empty()) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "sts:AssumeRole",
                 .subject = request.role_arn,
                 .message = "the answer holds no credentials"});
  }
  return Credentials{.access_key_id = std::string(text_or(*found, "AccessKeyId")),
                     .secret_access_key = std::string(text_or(*found, "SecretAccessKey")),
                     .session_token = std::string(text_or(*found, "SessionToken")),
                     .expires_at = expiration_of(*found),
                     .source = "role " + request.role_arn};
}

Result<Credentials> AssumedRoleCredentials::get() {
  LM_TRY(const std::unique_ptr<Client> sts, factory_(base_));
  return assume_role(*sts, request_);
}

}  // namespace lakemirror::aws
