#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>

#include "local/faults.h"
#include "local/front.h"
#include "local/xml_text.h"

namespace lakemirror::local {

namespace {

using Parameters = std::map<std::string, std::string>;

constexpr std::string_view name_space = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Absent when a name or a value is no UTF-8: it could be neither stored nor quoted.
std::optional<Parameters> read_form(std::string_view body) {
  Parameters out;
  for (std::string field : split(body, '&')) {
    std::ranges::replace(field, '+', ' ');
    const std::size_t equals = field.find('=');
    if (equals == std::string::npos) continue;
    std::string name = percent_decode(std::string_view(field).substr(0, equals));
    std::string value = percent_decode(std::string_view(field).substr(equals + 1));
    if (!is_utf8(name) || !is_utf8(value)) return std::nullopt;
    out[std::move(name)] = std::move(value);
  }
  return out;
}

bool any_below(const Parameters& parameters, const std::string& prefix) {
  const auto at = parameters.lower_bound(prefix);
  return at != parameters.end() && at->first.starts_with(prefix);
}

json::value read_scalar(const std::string& text, api::Type type) {
  if (type == api::Type::boolean) return text == "true";
  if (type == api::Type::integer) {
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return number;
  }
  return json::value(text);
}

/// "Tags.member.1.Key=x" becomes {"Tags": [{"Key": "x"}]}, as the shape says.
json::value read_value(const Parameters& parameters, const std::string& name, const api::Shape& shape) {
  if (shape.type == api::Type::structure) {
    json::object out;
    const std::string prefix = name.empty() ? "" : name + ".";
    for (const auto& member : shape.members) {
      json::value value = read_value(parameters, prefix + std::string(member.name), *member.shape);
      if (!value.is_null()) out[member.name] = std::move(value);
    }
    if (out.empty() && !name.empty()) return nullptr;
    return out;
  }
  if (shape.type == api::Type::list) {
    constexpr int most = 100;  // longer than any list STS takes
    json::array out;
    for (int i = 1; i <= most && any_below(parameters, fmt::format("{}.member.{}", name, i)); ++i) {
      out.push_back(read_value(parameters, fmt::format("{}.member.{}", name, i), *shape.element));
    }
    if (out.empty()) return nullptr;
    return out;
  }
  const auto at = parameters.find(name);
  return at == parameters.end() ? json::value() : read_scalar(at->second, shape.type);
}

HttpResponse query_failure(const Aws::State& state, int status, std::string_view code,
                           std::string_view message, std::string request_id = {}) {
  if (request_id.empty()) request_id = state.settings()->random->uuid();
  HttpResponse out{
      .status = status, .headers = {{"x-amzn-RequestId", request_id}}, .content_type = "text/xml"};
  out.body = fmt::format("<ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type>", name_space,
                         status < 500 ? "Sender" : "Receiver");
  append_element(out.body, "Code", code);
  append_element(out.body, "Message", message);
  out.body += "</Error>";
  append_element(out.body, "RequestId", request_id);
  out.body += "</ErrorResponse>";
  return out;
}

HttpResponse unauthenticated_query(const Aws::State& state, const Error& error) {
  switch (auth_failure(error)) {
    case AuthFailure::missing_token:
      return query_failure(state, 403, "MissingAuthenticationToken",
                           "Request is missing Authentication Token");
    case AuthFailure::incomplete:
      return query_failure(state, 400, "IncompleteSignature", error.message);
    case AuthFailure::unknown_key:
      return query_failure(state, 403, "InvalidClientTokenId",
                           "The security token included in the request is invalid.");
    case AuthFailure::expired_token:
      return query_failure(state, 403, "ExpiredToken",
                           "The security token included in the request is expired");
    case AuthFailure::skewed:
      return query_failure(state, 403, "SignatureDoesNotMatch", error.message);
    case AuthFailure::wrong_signature:
      break;
  }
  return query_failure(
      state, 403, "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
      "Access Key and signing method. Consult the service documentation for details.");
}

}  // namespace

HttpResponse serve_query(Aws::State& state, const HttpRequest& request, const Result<Identity>& identity) {
  if (!identity) return unauthenticated_query(state, identity.error());
  const std::optional<Parameters> parameters = read_form(request.body);
  if (!parameters) return query_failure(state, 400, "MalformedInput", "The parameters are not UTF-8.");
  const auto action = parameters->find("Action");
  const std::string name = action == parameters->end() ? "" : action->second;
  const api::Operation* operation = api::find_operation(api::Service::sts, name);
  if (operation == nullptr) {
    return query_failure(state, 400, "InvalidAction",
                         fmt::format("Could not find operation {} for version 2011-06-15", name));
  }
  RawReply reply =
      dispatch(state, {.account = identity->account,
                       .region = identity->region,
                       .service = api::Service::sts,
                       .operation = name,
                       .input = std::move(read_value(*parameters, "", *operation->input).get_object()),
                       .user_agent = std::string(request.header("user-agent")),
                       .principal_arn = identity->principal_arn,
                       .source_ip = request.remote,
                       .access_key_id = identity->access_key_id});
  if (!reply.code.empty()) {
    const std::string code =
        reply.code == "ValidationException" ? "ValidationError" : reply.code;  // STS's own word
    return query_failure(state, 400, code, reply.message, std::move(reply.request_id));
  }
  HttpResponse out{.headers = {{"x-amzn-RequestId", reply.request_id}}, .content_type = "text/xml"};
  out.body = fmt::format("<{0}Response xmlns=\"{1}\"><{0}Result>", name, name_space);
  if (const auto output = parse_json(reply.output))
    append_xml(out.body, output->get_object(), *operation->output);
  out.body += fmt::format("</{}Result><ResponseMetadata>", name);
  append_element(out.body, "RequestId", reply.request_id);
  out.body += fmt::format("</ResponseMetadata></{}Response>", name);
  return out;
}

}  // namespace lakemirror::local
