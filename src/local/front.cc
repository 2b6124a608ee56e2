#include "local/front.h"

namespace lakemirror::local {

HttpResponse serve(Aws& aws, Aws::State& state, const HttpRequest& request) {
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
