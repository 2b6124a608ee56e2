#include "aws/protocol.h"

#include "aws/json_protocol.h"
#include "aws/query_protocol.h"

namespace lakemirror::aws {

namespace {

HttpRequest encode_in(api::Protocol protocol, const api::Operation& operation, const json::object& input) {
  switch (protocol) {
    case api::Protocol::query:
      return encode_query_request(operation, input);
    case api::Protocol::rest_json:
      return encode_rest_json_request(input);
    case api::Protocol::json_1_0:
    case api::Protocol::json_1_1:
      break;
  }
  return encode_json_request(operation, input);
}

Result<json::object> decode_output(const api::Operation& operation, const HttpResponse& response) {
  if (api::info(operation.service).protocol == api::Protocol::query)
    return decode_query_output(operation, response);
  // Where the operation has something to tell, nothing at all must not read as "there is none" or "none
  // failed".
  const bool has_something_to_tell = operation.output != nullptr && !operation.output->members.empty();
  if (response.body.empty() && has_something_to_tell)
    return fail({.operation = "parse JSON", .message = "it is empty"});
  return decode_json_output(response);
}

}  // namespace

HttpRequest encode_request(const api::Operation& operation, std::string_view url, std::string_view region,
                           const json::object& input) {
  const api::ServiceInfo& service = api::info(operation.service);
  HttpRequest request = encode_in(service.protocol, operation, input);
  request.url = std::string(url) + "/";
  if (service.protocol == api::Protocol::rest_json) request.url += operation.name;
  request.signing_service = service.endpoint_prefix;
  request.signing_region = region;
  return request;
}

Result<json::object> decode_response(const api::Operation& operation, std::string_view name,
                                     const HttpResponse& response) {
  const bool query = api::info(operation.service).protocol == api::Protocol::query;
  if (response.status < 200 || response.status > 299) {
    return fail(query ? decode_xml_error(name, response) : decode_json_error(name, response));
  }
  Result<json::object> output = decode_output(operation, response);
  if (output) return output;
  return fail({.kind = ErrorKind::retry,
               .operation = std::string(name),
               .message = "the answer cannot be read: " + output.error().message,
               .request_id = std::string(response.header("x-amzn-requestid")),
               .hint = "does the endpoint belong to AWS?"});
}

}  // namespace lakemirror::aws
