#include "local/front.h"

#include <algorithm>

namespace lakemirror::local {

namespace {

/// What a request says outside its body ends up in answers and records, which are UTF-8 all through. (Bodies
/// are checked by whoever reads them.)
bool is_text(const HttpRequest& request) {
  return is_utf8(percent_decode(request.target)) &&
         std::ranges::all_of(request.headers, [](const auto& header) {
           return is_utf8(header.first) && is_utf8(header.second);
         });
}

}  // namespace

HttpResponse serve(Aws& aws, Aws::State& state, const HttpRequest& request) {
  if (!request.target.starts_with('/') || !is_text(request)) {
    return {.status = 400, .content_type = "text/plain", .body = "Bad Request"};
  }
  if (request.target.starts_with("/_local/")) return serve_admin(aws, request);
  const Result<Identity> identity = identify(state, request);
  if (!request.header("x-amz-target").empty()) return serve_json(state, request, identity);
  if (request.header("content-type").starts_with("application/x-www-form-urlencoded") &&
      request.target == "/") {
    return serve_query(state, request, identity);
  }
  if (is_rest_json(request, identity)) return serve_rest_json(state, request, identity);
  return serve_s3(state, request, identity);
}

}  // namespace lakemirror::local
