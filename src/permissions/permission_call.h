#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "permissions/grant.h"

namespace lakemirror::permissions {

/// One intended call of GrantPermissions or RevokePermissions, or one entry of their batch forms.
struct PermissionCall {
  enum class Action { grant, revoke };

  Action action = Action::grant;
  Grant grant;              ///< whom, on what and which permissions; to_json makes the request of it
  std::string reason = {};  ///< why, in words: "missing at the target", "not granted at the source"
};

/// "revoke SELECT, INSERT of table sales.orders from role/analyst: not granted at the source"
std::string explain(const PermissionCall& call);

}  // namespace lakemirror::permissions
