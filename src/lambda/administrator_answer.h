#pragma once

#include <string>

#include "aws/transport.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "lambda/administrator_request.h"

namespace lakemirror::lambda {

/// What CloudFormation is told of a request.
struct AdministratorAnswer {
  bool is_success = false;
  std::string reason = {};  ///< one line; people read it in the events of the stack
  std::string physical_id = {};

  json::object to_json(const AdministratorRequest& request) const;
};

/// Puts the answer where the request wants it, again and again until it is taken or the time is up. The
/// Error names the host alone: whoever has the whole URL may answer.
Result<void> deliver(const AdministratorAnswer& answer, const AdministratorRequest& request,
                     aws::Transport& transport, Clock& clock, Random& random, Time until);

}  // namespace lakemirror::lambda
