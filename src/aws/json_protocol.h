#pragma once

#include "api/api.h"
#include "aws/http_message.h"
#include "base/json.h"

namespace lakemirror::aws {

/// The AWS JSON 1.1 protocol: Glue, CloudTrail.
HttpRequest encode_json_request(const api::Operation& operation, const json::object& input);
Result<json::object> decode_json_output(const HttpResponse& response);
Error decode_json_error(std::string_view name, const HttpResponse& response);

}  // namespace lakemirror::aws
