#include "aws/account.h"

namespace lakemirror::aws {

Result<Identity> identity_of(Client& client) {
  LM_TRY(const json::object answer, client.call(api::Service::sts, "GetCallerIdentity", {}));
  Identity identity{.account = std::string(text_or(answer, "Account")),
                    .arn = std::string(text_or(answer, "Arn"))};
  if (!identity.account.empty()) return identity;
  return fail({.kind = ErrorKind::invalid,
               .operation = "sts:GetCallerIdentity",
               .message = "the answer names no account"});
}

}  // namespace lakemirror::aws
