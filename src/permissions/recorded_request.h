#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "permissions/grant.h"

namespace lakemirror::permissions {

/// One grant or revoke that a CloudTrail record says was done.
struct RecordedRequest {
  enum class Action { grant, revoke };

  Action action = Action::grant;
  Grant grant;
};

/// The requests of one record of a call that did not fail as a whole (those have an error code, and change
/// nothing): one of GrantPermissions and RevokePermissions; of their batch forms one for each entry that the
/// answer does not list as failed. An Error stands in the place of what cannot be understood: look at the
/// source instead.
std::vector<Result<RecordedRequest>> read_record(std::string_view event_name,
                                                 const json::value& request_parameters,
                                                 const json::value& response_elements,
                                                 std::string_view own_account);

}  // namespace lakemirror::permissions
