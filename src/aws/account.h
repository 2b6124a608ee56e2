#pragma once

#include <set>
#include <string>

#include "aws/client.h"

namespace lakemirror::aws {

/// Whose credentials a client has, by STS GetCallerIdentity.
struct Identity {
  std::string account = {};
  std::string arn = {};

  /// The names by which Lake Formation knows this caller: of a session also the role behind it. STS leaves
  /// the path of a role out of a session's ARN, so a role with a path is not among them.
  std::set<std::string> principals() const;
};

Result<Identity> identity_of(Client& client);

}  // namespace lakemirror::aws
