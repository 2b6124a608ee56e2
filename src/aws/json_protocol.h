#pragma once

#include "api/api.h"
#include "aws/http_message.h"
#include "base/json.h"

namespace lakemirror::aws {

/// The AWS JSON 1.1 protocol: Glue, CloudTrail. JSON 1.0: DynamoDB, which differs in the content type alone.
/// And rest-json as Lake Formation has it, which differs in the request alone: the operation is the path, and
/// nothing in the headers names it.
HttpRequest encode_json_request(const api::Operation& operation, const json::object& input);
HttpRequest encode_rest_json_request(const json::object& input);
Result<json::object> decode_json_output(const HttpResponse& response);
Error decode_json_error(std::string_view name, const HttpResponse& response);

}  // namespace lakemirror::aws
