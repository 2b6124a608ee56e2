#pragma once

#include "api/api.h"
#include "aws/http_message.h"
#include "base/result.h"
#include "sweep/mishap.h"

namespace lakemirror::sweep {

/// What a client hears of a request that meets the mishap, as its transport has it. `answer` is what AWS said
/// where the mishap comes after it was done. wire_test.cc shows that the real transport hears the same.
Result<aws::HttpResponse> heard(Mishap mishap, api::Service service, std::string_view operation,
                                aws::HttpResponse answer);

}  // namespace lakemirror::sweep
