#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"

namespace lakemirror::journal::dynamodb {

/// Makes the table of a journal, or adds what an existing one lacks: the index, the stream, time to live,
/// point-in-time recovery. Returns what was done, a line each; none where everything was there. `invalid`
/// where the table is of another kind. Billing and capacity of an existing table are left alone.
Result<std::vector<std::string>> make_table(aws::Client& client, const std::string& name, Clock& clock,
                                            std::stop_token stop = {});

}  // namespace lakemirror::journal::dynamodb
