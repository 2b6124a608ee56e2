#pragma once

#include "api/api.h"
#include "aws/http_message.h"
#include "base/json.h"

namespace lakemirror::aws {

/// The AWS query protocol: a form goes out, XML comes back. STS.
HttpRequest encode_query_request(const api::Operation& operation, const json::object& input);
/// Reads the XML by the output's shape, so that it has the same form as a JSON answer: timestamps are
/// seconds.
Result<json::object> decode_query_output(const api::Operation& operation, const HttpResponse& response);
/// Reads <ErrorResponse><Error>, and S3's bare <Error>.
Error decode_xml_error(std::string_view name, const HttpResponse& response);

}  // namespace lakemirror::aws
