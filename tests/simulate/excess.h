#pragma once

#include <map>
#include <string>
#include <vector>

#include "local/aws.h"
#include "simulate/history.h"
#include "simulate/plan.h"

namespace lakemirror::simulate {

/// What principals may do at the target and not at the source, by a text for each.
using Excess = std::map<std::string, workload::Difference>;

/// Of grants on what has the same name on both sides. What comes with every new object is left out: it is
/// there until the same pass has revoked it.
Excess excess_of(const local::Aws& aws, const Plan& plan);

/// One complaint for each right that was given between `before` and `after` though every record about it had
/// been read, so that it was known to have been taken away.
std::vector<std::string> given_in_vain(const Excess& before, const Excess& after, const History& history);

}  // namespace lakemirror::simulate
