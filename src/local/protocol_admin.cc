#include <map>

#include "local/front.h"

namespace lakemirror::local {

namespace {

HttpResponse answer(int status, const json::object& body) {
  return {.status = status, .body = json::serialize(body)};
}

HttpResponse wrong_method(std::string_view allowed) {
  HttpResponse out = answer(405, {{"error", "method not allowed"}});
  out.headers.emplace_back("Allow", std::string(allowed));
  return out;
}

std::map<std::string, std::string> read_query(std::string_view target) {
  std::map<std::string, std::string> out;
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos) return out;
  for (const auto& field : split(target.substr(question + 1), '&')) {
    const std::size_t equals = field.find('=');
    if (equals != std::string::npos) out[field.substr(0, equals)] = percent_decode(field.substr(equals + 1));
  }
  return out;
}

HttpResponse set_knobs(Aws& aws, std::string_view body) {
  const auto changes = parse_json(body);
  if (!changes || !changes->is_object())
    return answer(400, {{"error", "the body must be a JSON object of knobs"}});
  if (const auto set = aws.set_knobs(changes->get_object()); !set) {
    return answer(400, {{"error", set.error().subject + ": " + set.error().message}});
  }
  return answer(200, aws.knobs().to_json());
}

}  // namespace

HttpResponse serve_admin(Aws& aws, const HttpRequest& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (path == "/_local/health") return answer(200, {{"status", "ok"}});
  if (path == "/_local/reset") {
    if (request.method != "POST") return wrong_method("POST");
    aws.reset();
    return answer(200, {{"status", "ok"}});
  }
  if (path == "/_local/knobs") {
    if (request.method == "PUT") return set_knobs(aws, request.body);
    if (request.method != "GET") return wrong_method("GET, PUT");
    return answer(200, aws.knobs().to_json());
  }
  if (path == "/_local/dump") {
    auto query = read_query(request.target);
    if (query["region"].empty())
      return answer(400, {{"error", "name a Region: /_local/dump?region=us-east-1"}});
    return {.body = aws.dump_text(query["account"], query["region"])};
  }
  return answer(404, {{"error", "there is health, reset, dump and knobs"}});
}

}  // namespace lakemirror::local
