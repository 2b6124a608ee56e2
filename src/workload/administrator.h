#pragma once

#include <string>
#include <vector>

#include "aws/client.h"

namespace lakemirror::workload {

/// Makes the client's own caller a data lake administrator of its Region, and `others` with it, beside those
/// there are. Whoever replicates must see everything, and only administrators do. Answers the caller's ARN.
Result<std::string> become_administrator(aws::Client& client, const std::vector<std::string>& others = {});

}  // namespace lakemirror::workload
