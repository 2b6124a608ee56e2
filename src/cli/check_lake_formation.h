#pragma once

#include <memory>

#include "aws/account.h"
#include "aws/http_client.h"
#include "cli/findings.h"
#include "config/configuration.h"

namespace lakemirror::cli {

/// A side that answered; without a client it did not.
struct CheckedSide {
  std::unique_ptr<aws::HttpClient> client = {};
  aws::Identity identity = {};
};

/// Whether permissions can be replicated: do both sides list them, are we an administrator of the target, may
/// we see everything at the source, which registered locations have no rule or no counterpart, and whom the
/// target does not know.
void check_lake_formation(Context& context, Findings& findings, const config::Configuration& configuration,
                          const CheckedSide& source, const CheckedSide& target);

}  // namespace lakemirror::cli
