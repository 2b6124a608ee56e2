#pragma once

#include "aws/client.h"

namespace lakemirror::aws {

/// The account the client's credentials belong to, by STS GetCallerIdentity.
Result<std::string> account_of(Client& client);

}  // namespace lakemirror::aws
