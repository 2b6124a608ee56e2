#pragma once

#include "api/api.h"
#include "aws/http_message.h"
#include "base/json.h"

namespace lakemirror::aws {

/// Between JSON values and what goes over the wire, in the protocol of the operation's service.

/// The request for `operation`, to be sent to `url` (the endpoint, without a slash at its end).
HttpRequest encode_request(const api::Operation& operation, std::string_view url, std::string_view region,
                           const json::object& input);

/// The output of a good answer, or the Error of any other. An answer that is neither has kind `retry`.
Result<json::object> decode_response(const api::Operation& operation, std::string_view name,
                                     const HttpResponse& response);

}  // namespace lakemirror::aws
