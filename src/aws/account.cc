#include "aws/account.h"

namespace lakemirror::aws {

Result<std::string> account_of(Client& client) {
  LM_TRY(const json::object identity, client.call(api::Service::sts, "GetCallerIdentity", {}));
  std::string account(text_or(identity, "Account"));
  if (!account.empty()) return account;
  return fail({.kind = ErrorKind::invalid,
               .operation = "sts:GetCallerIdentity",
               .message = "the answer names no account"});
}

}  // namespace lakemirror::aws
