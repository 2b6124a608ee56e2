#include "aws/assume_role.h"

#include <charconv>

#include "aws/role_session.h"

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
  return read_role_session(*output, "sts:AssumeRole", request.role_arn);
}

Result<Credentials> AssumedRoleCredentials::get() {
  LM_TRY(const Credentials base, base_->get());
  LM_TRY(const std::unique_ptr<Client> sts, factory_(base_));
  LM_TRY(Credentials assumed, assume_role(*sts, request_));
  assumed.source += ", assumed with " + base.source;
  return assumed;
}

}  // namespace lakemirror::aws
