#pragma once

#include <span>
#include <string_view>

#include "permissions/resource_kind.h"

namespace lakemirror::permissions {

/// The words that mean something here; every other word is data.
inline constexpr std::string_view all = "ALL";
inline constexpr std::string_view select = "SELECT";
/// Lake Formation lists it among the grant options of an ordinary grant, where it stands for no permission.
inline constexpr std::string_view super_user = "SUPER_USER";

/// How a fact about AWS is known.
enum class Evidence {
  seen,        ///< in an answer of AWS
  documented,  ///< by AWS, and not seen
};

struct ValidPermission {
  std::string_view word;
  Evidence evidence;
};

/// What may be granted on a resource of that kind. A view takes fewer words than a table (ALL, SELECT,
/// DESCRIBE, DROP), a resource link only DESCRIBE and DROP; a grant does not say which of them its table is,
/// so that the table's words stand for all three. Empty where AWS documents none.
std::span<const ValidPermission> valid_permissions(ResourceKind kind);

/// True when ALL on a resource of that kind gives `word` too: the other words of the kind, where the kind has
/// an ALL. SUPER_USER is not among them: what it gives is not documented.
bool all_implies(ResourceKind kind, std::string_view word);

}  // namespace lakemirror::permissions
