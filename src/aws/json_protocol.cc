#include "aws/json_protocol.h"

#include "aws/error.h"

namespace lakemirror::aws {
namespace {

/// "com.amazonaws.glue#EntityNotFoundException:http://..." is EntityNotFoundException.
std::string_view bare_code(std::string_view code) {
  if (const auto hash = code.find('#'); hash != std::string_view::npos) code.remove_prefix(hash + 1);
  return code.substr(0, code.find(':'));
}

std::string_view first_text(const json::object& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto text = text_or(object, name); !text.empty()) return text;
  }
  return {};
}

}  // namespace

HttpRequest encode_json_request(const api::Operation& operation, const json::object& input) {
  const api::ServiceInfo& service = api::info(operation.service);
  const char* version = service.protocol == api::Protocol::json_1_0 ? "1.0" : "1.1";
  return {
      .headers = {std::string("Content-Type: application/x-amz-json-") + version,
                  "X-Amz-Target: " + std::string(service.target_prefix) + "." + std::string(operation.name)},
      .body = json::serialize(input)};
}

HttpRequest encode_rest_json_request(const json::object& input) {
  return {.headers = {"Content-Type: application/json"}, .body = json::serialize(input)};
}

Result<json::object> decode_json_output(const HttpResponse& response) {
  if (response.body.empty()) return json::object();
  LM_TRY(json::value value, parse_json(response.body));
  if (json::object* object = value.if_object()) return std::move(*object);
  return fail({.kind = ErrorKind::invalid, .operation = "parse JSON", .message = "the answer is no object"});
}

Error decode_json_error(std::string_view name, const HttpResponse& response) {
  const Result<json::object> parsed = decode_json_output(response);
  const json::object body = parsed ? *parsed : json::object();
  std::string_view code = response.header("x-amzn-errortype");
  if (code.empty()) code = first_text(body, {"__type", "code", "Code"});
  const std::string_view message = first_text(body, {"message", "Message", "errorMessage"});
  return make_error(name, response.status, bare_code(code), message, response.header("x-amzn-requestid"));
}

}  // namespace lakemirror::aws
