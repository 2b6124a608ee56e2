#pragma once

#include <string>

#include "base/result.h"

namespace lakemirror::aws {

/// Refuses a URL to which a container's token must not be sent: https to any host, but plain http only to
/// this machine and to the addresses at which ECS and EKS put their agents.
Result<void> check_container_url(const std::string& url);

}  // namespace lakemirror::aws
