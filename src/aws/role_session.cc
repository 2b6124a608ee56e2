#include "aws/role_session.h"

namespace lakemirror::aws {
namespace {

std::optional<Time> expiration_of(const json::object& credentials) {
  const json::value* at = credentials.if_contains("Expiration");
  if (at == nullptr || !at->is_number()) return std::nullopt;
  return time_of_seconds(at->to_number<double>());
}

}  // namespace

Result<Credentials> read_role_session(const json::object& answer, std::string_view operation,
                                      const std::string& role_arn) {
  const json::object* found = object_at(answer, "Credentials");
  if (found == nullptr || text_or(*found, "AccessKeyId").empty() ||
      text_or(*found, "SecretAccessKey").empty()) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = std::string(operation),
                 .subject = role_arn,
                 .message = "the answer holds no credentials"});
  }
  return Credentials{.access_key_id = std::string(text_or(*found, "AccessKeyId")),
                     .secret_access_key = std::string(text_or(*found, "SecretAccessKey")),
                     .session_token = std::string(text_or(*found, "SessionToken")),
                     .expires_at = expiration_of(*found),
                     .source = "role " + role_arn};
}

}  // namespace lakemirror::aws
