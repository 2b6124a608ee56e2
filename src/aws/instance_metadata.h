#pragma once

#include "aws/credential_services.h"
#include "aws/metadata_settings.h"
#include "aws/sought.h"

namespace lakemirror::aws {

/// Credentials of the role of an EC2 instance, from its metadata service, version 2 only: version 1 would
/// hand them to whoever makes us send a GET. Nothing is found where no such service answers, which costs its
/// timeout; the Error is `retry` where one is there and cannot answer now.
Result<Sought> instance_metadata_credentials(const MetadataSettings& settings,
                                             const CredentialServices& services);

}  // namespace lakemirror::aws
