#pragma once

#include <string>

#include "aws/assume_role.h"

namespace lakemirror::aws {

/// A role that is taken on with a token which somebody else keeps fresh in a file, as Kubernetes does.
struct WebIdentity {
  std::string token_file = {};
  std::string role_arn = {};
  std::string session_name = {};  ///< "lakemirror" when empty
};

/// Asks STS for a session of the role, unsigned. Reads the token anew, and keeps it out of the Error.
Result<Credentials> assume_with_web_identity(const WebIdentity& identity, const StsFactory& sts);

}  // namespace lakemirror::aws
