#include <fmt/format.h>

#include <optional>

#include "local/faults.h"
#include "local/front.h"
#include "local/json_text.h"

namespace lakemirror::local {

namespace {

constexpr std::string_view json_1_1 = "application/x-amz-json-1.1";
constexpr std::string_view rest_json = "application/json";

HttpResponse failure(const Aws::State& state, std::string_view content_type, int status,
                     std::string_view code, std::string_view message, std::string request_id = {}) {
  if (request_id.empty()) request_id = state.settings()->random->uuid();
  HttpResponse out{
      .status = status,
      .headers = {{"x-amzn-RequestId", std::move(request_id)}, {"x-amzn-ErrorType", std::string(code)}},
      .content_type = std::string(content_type)};
  ObjectText text(out.body);
  if (content_type == json_1_1) text.text("__type", code);  // rest-json has it in the header alone
  // Glue's own exceptions spell it "Message", the front of every service "message"; SDKs take either.
  text.text(code.ends_with("Exception") && code != "ValidationException" ? "Message" : "message", message);
  text.close();
  return out;
}

/// The status is that of the front of each protocol: 403 for rest-json, else 400.
HttpResponse unauthenticated(const Aws::State& state, std::string_view content_type, const Error& error) {
  const int status = content_type == rest_json ? 403 : 400;
  const auto failure = [&](std::string_view code, std::string_view message) {
    return local::failure(state, content_type, status, code, message);
  };
  switch (auth_failure(error)) {
    case AuthFailure::missing_token:
      return failure("MissingAuthenticationTokenException", "Missing Authentication Token");
    case AuthFailure::incomplete:
      return failure("IncompleteSignatureException", error.message);
    case AuthFailure::unknown_key:
      return failure("UnrecognizedClientException", "The security token included in the request is invalid.");
    case AuthFailure::expired_token:
      return failure("ExpiredTokenException", "The security token included in the request is expired");
    case AuthFailure::skewed:
      return failure("InvalidSignatureException", error.message);
    case AuthFailure::wrong_signature:
      break;
  }
  return failure(
      "InvalidSignatureException",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
      "Access Key and signing method. Consult the service documentation for details.");
}

/// "AWSGlue.CreateTable": the service by what stands before the last dot, the operation behind it.
std::optional<api::Service> service_of(std::string_view target) {
  const std::string_view prefix = target.substr(0, target.rfind('.'));
  for (const auto service : {api::Service::glue, api::Service::cloudtrail}) {
    if (prefix == api::info(service).target_prefix) return service;
  }
  // CloudTrail's SDKs differ in how much of the Java class's name they send.
  if (prefix.ends_with("CloudTrail_20131101")) return api::Service::cloudtrail;
  return std::nullopt;
}

/// The request's document in one block of memory: it lives for one call, and a batch has ten thousand values.
Result<json::object> parse_body(std::string_view body) {
  if (body.empty()) return json::object();
  json::error_code failure;
  json::value parsed =
      json::parse(body, failure, json::make_shared_resource<json::monotonic_resource>(body.size()),
                  json::parse_options{.max_depth = 64});
  if (failure) return invalid_input(failure.message());
  if (!parsed.is_object()) return invalid_input("The request is no JSON object.");
  return Result<json::object>(std::move(parsed.get_object()));
}

/// Hands one call over and writes its answer.
HttpResponse run(Aws::State& state, const HttpRequest& request, const Identity& identity,
                 std::string_view content_type, api::Service service, std::string_view operation) {
  auto input = parse_body(request.body);
  if (!input) return failure(state, content_type, 400, "SerializationException", input.error().message);
  RawReply reply = dispatch(state, {.account = identity.account,
                                    .region = identity.region,
                                    .service = service,
                                    .operation = std::string(operation),
                                    .input = std::move(*input),
                                    .user_agent = std::string(request.header("user-agent")),
                                    .principal_arn = identity.principal_arn,
                                    .source_ip = request.remote,
                                    .access_key_id = identity.access_key_id});
  if (!reply.code.empty()) {
    // Lake Formation's model has 403 for a denial; Glue's has none.
    const bool forbidden = content_type == rest_json && reply.code == "AccessDeniedException";
    return failure(state, content_type, forbidden ? 403 : status_of(reply.code), reply.code, reply.message,
                   std::move(reply.request_id));
  }
  return {.status = 200,
          .headers = {{"x-amzn-RequestId", std::move(reply.request_id)}},
          .content_type = std::string(content_type),
          .body = std::move(reply.output)};
}

}  // namespace

HttpResponse serve_json(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity) {
  if (!identity) return unauthenticated(state, json_1_1, identity.error());
  const std::string_view target = request.header("x-amz-target");
  const auto service = service_of(target);
  if (!service) {
    return failure(state, json_1_1, 400, "UnknownOperationException",
                   fmt::format("Unknown target {}.", target));
  }
  return run(state, request, *identity, json_1_1, *service, target.substr(target.rfind('.') + 1));
}

bool is_rest_json(const HttpRequest& request, const Result<Identity>& identity) {
  if (identity && identity->service == api::info(api::Service::lakeformation).endpoint_prefix) return true;
  if (request.method != "POST") return false;
  // Unsigned or wrongly signed: S3 here has no POST.
  return api::find_operation(api::Service::lakeformation, std::string_view(request.target).substr(1)) !=
         nullptr;
}

HttpResponse serve_rest_json(Aws::State& state, const HttpRequest& request,
                             const Result<Identity>& identity) {
  if (!identity) return unauthenticated(state, rest_json, identity.error());
  const std::string_view operation = std::string_view(request.target).substr(1);
  if (request.method != "POST" || operation.find_first_of("/?") != std::string_view::npos) {
    return failure(state, rest_json, 404, "UnknownOperationException",
                   fmt::format("Unknown path {}.", request.target));
  }
  return run(state, request, *identity, rest_json, api::Service::lakeformation, operation);
}

}  // namespace lakemirror::local
