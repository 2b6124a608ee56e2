#pragma once

#include "aws/credential_services.h"
#include "aws/environment.h"
#include "aws/sought.h"

namespace lakemirror::aws {

/// Credentials that ECS, EKS or a tool of the user's hands out over HTTP, where
/// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI says so. An Error when it
/// says so and that does not work: `retry` where the service may answer later.
Result<Sought> container_credentials(const Environment& environment, const CredentialServices& services);

}  // namespace lakemirror::aws
