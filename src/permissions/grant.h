#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "permissions/resource.h"
#include "permissions/words.h"

namespace lakemirror::permissions {

/// What one request grants or one row of a listing shows.
struct Grant {
  std::string principal;
  Resource resource;
  Words words;
  std::string condition = {};  ///< the expression, empty for none
};

/// Reads the members of a GrantPermissions or RevokePermissions request, of an entry of their batch forms, or
/// of a row of ListPermissions, in the API's spelling or in CloudTrail's (first letters in lower case, of
/// structure members only). `own_account` is the account asked: its id and no id name the same catalog.
///
/// An Error of kind `invalid` names a member that is unknown, missing, contradictory or hidden, so that
/// nothing is lost silently. Who and when a row was changed, and resource shares, are left out.
Result<Grant> read_grant(const json::value& value, std::string_view own_account);

/// Valid as GrantPermissions or RevokePermissions request. Where AWS needs a catalog id even for the own
/// catalog `own_account` stands.
json::object to_json(const Grant& grant, std::string_view own_account);

}  // namespace lakemirror::permissions
