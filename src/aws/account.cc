#include "aws/account.h"

#include "base/text.h"

namespace lakemirror::aws {

std::set<std::string> Identity::principals() const {
  std::set<std::string> names{arn};
  // arn:aws:sts::123456789012:assumed-role/ROLE/SESSION
  constexpr std::string_view marker = ":assumed-role/";
  const auto at = arn.find(marker);
  if (at == std::string::npos) return names;
  const auto parts = split(arn, ':');
  const auto role = std::string_view(arn).substr(at + marker.size());
  if (parts.size() > 4) {
    names.insert("arn:" + std::string(parts[1]) + ":iam::" + std::string(parts[4]) + ":role/" +
                 std::string(role.substr(0, role.find('/'))));
  }
  return names;
}

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
