#include "aws/web_identity.h"

#include "aws/role_session.h"
#include "aws/secret_file.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

constexpr const char* assume_role_operation = "sts:AssumeRoleWithWebIdentity";

/// Whatever answers may quote what it was sent.
std::string without(std::string text, const std::string& secret) {
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "***");
  return text;
}

Error refused_identity(Error error, const WebIdentity& identity, const std::string& token) {
  error.operation = assume_role_operation;
  error.subject = identity.role_arn;
  error.message = without(std::move(error.message), token);
  error.code = without(std::move(error.code), token);
  error.request_id = without(std::move(error.request_id), token);
  if (error.code.starts_with("InvalidIdentityToken") || error.code.starts_with("ExpiredToken"))
    error.hint =
        "the token in " + identity.token_file + " is not accepted: is it kept fresh, and for this role?";
  else if (error.code.starts_with("AccessDenied"))
    error.hint = "let the role trust the identity provider, audience and subject of the token";
  return error;
}

}  // namespace

Result<Credentials> assume_with_web_identity(const WebIdentity& identity, const StsFactory& factory) {
  LM_TRY(const std::string text, read_secret_file(identity.token_file));
  const std::string token(trim(text));
  if (token.empty()) {
    return fail({.kind = ErrorKind::denied,
                 .operation = "read a credential file",
                 .subject = identity.token_file,
                 .message = "it holds no token"});
  }
  LM_TRY(const std::unique_ptr<Client> sts, factory(std::make_shared<StaticCredentials>(Credentials{})));
  const std::string session = identity.session_name.empty() ? "lakemirror" : identity.session_name;
  const auto answer =
      sts->call(api::Service::sts, "AssumeRoleWithWebIdentity",
                {{"RoleArn", identity.role_arn}, {"RoleSessionName", session}, {"WebIdentityToken", token}});
  if (!answer) return fail(refused_identity(answer.error(), identity, token));
  LM_TRY(Credentials found, read_role_session(*answer, assume_role_operation, identity.role_arn));
  found.source += " by web identity (" + identity.token_file + ")";
  return found;
}

}  // namespace lakemirror::aws
