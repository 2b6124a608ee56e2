#pragma once

#include <string>
#include <string_view>

#include "mapping/mapping.h"

namespace lakemirror::mapping {

/// Whom a name of Lake Formation's stands for at the target. An ARN of the source's account becomes one of
/// the target's, and so does its Region; so do `ACCOUNT:IAMPrincipals` and a bare account id. What names no
/// account (IAM_ALLOWED_PRINCIPALS, groups of an identity store) or another one means the same on both sides.
/// QuickSight's users keep their Region: they live in the one Region that holds an account's QuickSight
/// identities, whichever Region they query (documented).
std::string map_principal(const MappingSettings& settings, std::string_view principal);

/// A catalog id: the account, or a catalog nested in the account's, `ACCOUNT:name/name`.
std::string map_catalog_id(const MappingSettings& settings, std::string_view id);

}  // namespace lakemirror::mapping
