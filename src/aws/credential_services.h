#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "aws/assume_role.h"
#include "aws/transport.h"

namespace lakemirror::aws {

/// Who may be asked for credentials beside files and variables. The clock outlives every copy.
struct CredentialServices {
  Clock& clock;
  StsFactory sts;
  /// To AWS itself.
  std::shared_ptr<Transport> transport;
  /// The URL of the SSO portal of a Region, without a slash at its end.
  std::function<Result<std::string>(const std::string& region)> portal;
  /// To services of this machine: never through a proxy, small answers only, each within the given time.
  std::function<std::shared_ptr<Transport>(Milliseconds timeout)> nearby;
  std::stop_token stop = {};  ///< ends pauses between attempts
};

}  // namespace lakemirror::aws
