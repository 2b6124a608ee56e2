#include "permissions/permission_call.h"

#include "base/text.h"
#include "permissions/atom.h"

namespace lakemirror::permissions {

std::string explain(const PermissionCall& call) {
  const Grant& grant = call.grant;
  const bool gives = call.action == PermissionCall::Action::grant;
  std::string line = gives ? "grant " : "revoke ";
  line += join(grant.words.names(), ", ") + (gives ? " on " : " of ") + explain(grant.resource);
  line += (gives ? " to " : " from ") + short_principal(grant.principal);
  if (!grant.condition.empty()) line += ", if " + grant.condition;
  const auto grantable = grant.words.grantable_names();
  if (gives && !grantable.empty()) line += ", with grant option for " + join(grantable, ", ");
  return call.reason.empty() ? line : line + ": " + call.reason;
}

}  // namespace lakemirror::permissions
