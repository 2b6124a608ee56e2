#include "cli/demo_regions.h"

#include <fmt/format.h>

#include <optional>

#include "aws/connect.h"

namespace lakemirror::cli {

namespace {

/// The credentials that any local AWS takes, and nothing else.
std::optional<std::string> demo_environment(const std::string& name) {
  if (name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY") return "test";
  return std::nullopt;
}

}  // namespace

DemoRegions::DemoRegions(Context& context)
    : context_(context),
      account_(local::Options().account),
      // With AWS's own limit on LookupEvents, so that what is seen is the pace there is at AWS.
      aws_({.clock = &context.clock(), .knobs = local::Knobs::for_server()}) {}

Result<std::unique_ptr<DemoRegions>> DemoRegions::start(Context& context) {
  std::unique_ptr<DemoRegions> regions(new DemoRegions(context));
  LM_TRY(regions->server_, local::Server::start(regions->aws_, "127.0.0.1", 0));
  regions->url_ = fmt::format("http://127.0.0.1:{}", regions->server_->port());
  return regions;
}

Result<std::unique_ptr<aws::HttpClient>> DemoRegions::connect(const std::string& region,
                                                              double lookup_rate) const {
  return aws::connect({.clock = context_.clock(),
                       .random = context_.random(),
                       .region = region,
                       .endpoint = url_,
                       .lookup_rate = lookup_rate,
                       .stop = context_.stop(),
                       .environment = demo_environment});
}

Result<json::object> DemoRegions::dump(const std::string& region) {
  // The signature that comes along is of no use to this endpoint, and no harm.
  const aws::HttpRequest request{.method = "GET",
                                 .url = url_ + "/_local/dump?region=" + region,
                                 .signing_service = "local",
                                 .signing_region = region};
  LM_TRY(const aws::HttpResponse response,
         transport_.send(request, {.access_key_id = "test", .secret_access_key = "test"}));
  LM_TRY(json::value parsed, parse_json(response.body));
  if (response.status != 200 || !parsed.is_object()) {
    return fail({.operation = "dump a Region",
                 .subject = region,
                 .message = fmt::format("the local AWS answered with status {}", response.status)});
  }
  return std::move(parsed.get_object());
}

}  // namespace lakemirror::cli
