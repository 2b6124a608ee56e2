#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aws/http_message.h"

namespace lakemirror::sweep {

/// Whether the operation takes a list and answers for each of its elements.
bool is_batch(std::string_view operation);

/// Does a batch but for its first element, and answers that this one failed in passing. `ask` does what a
/// body says, and is not called where nothing is left of it.
aws::HttpResponse all_but_one(std::string_view operation, const std::string& body,
                              const std::function<aws::HttpResponse(const std::string& body)>& ask);

}  // namespace lakemirror::sweep
