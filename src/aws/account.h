#pragma once

#include <string>

#include "aws/client.h"
#include "aws/principal_names.h"

namespace lakemirror::aws {

/// Whose credentials a client has, by STS GetCallerIdentity.
struct Identity {
  std::string account = {};
  std::string arn = {};

  /// The names by which Lake Formation knows this caller.
  PrincipalNames principals() const { return PrincipalNames::of_caller(arn); }
};

Result<Identity> identity_of(Client& client);

}  // namespace lakemirror::aws
