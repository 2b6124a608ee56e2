#include "pipeline/grant_change.h"

#include "permissions/grant.h"

namespace lakemirror::pipeline {

using model::ChangeKind;
using permissions::PermissionCall;

model::Change grant_change(const PermissionCall& call, const std::string& target_account) {
  return {.kind = call.action == PermissionCall::Action::grant ? ChangeKind::create : ChangeKind::remove,
          .key = model::Key::grants(call.grant.principal, call.grant.resource.subject().text()),
          .body = permissions::to_json(call.grant, target_account),
          .reason = permissions::explain(call)};
}

}  // namespace lakemirror::pipeline
