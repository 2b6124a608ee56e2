#include "sweep/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sweep/answers.h"
#include "sweep/batch.h"

namespace lakemirror::sweep {

namespace {

constexpr std::size_t kLongest = 300;  // of a body in a line: its beginning names what it is about

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// What stands in the request's URL behind the host.
std::string target_of(const std::string& url) { return url.substr(url.find('/', url.find("://") + 3)); }

local::HttpRequest arrived(const aws::HttpRequest& request, const aws::Credentials& credentials) {
  local::HttpRequest out{.method = request.method, .target = target_of(request.url), .body = request.body};
  for (const auto& header : request.headers) {
    const auto colon = header.find(": ");
    out.headers.emplace_back(header.substr(0, colon), header.substr(colon + 2));
  }
  // Nobody verifies it: only who asks, where and of which service is read from it.
  out.headers.emplace_back(
      "Authorization",
      fmt::format(
          "AWS4-HMAC-SHA256 Credential={}/20261122/{}/{}/aws4_request, SignedHeaders=host, Signature=0",
          credentials.access_key_id, request.signing_region, request.signing_service));
  return out;
}

aws::HttpResponse passed_on(local::HttpResponse response) {
  aws::HttpResponse out{.status = response.status, .body = std::move(response.body)};
  for (auto& [name, value] : response.headers) out.headers.emplace_back(lower(name), std::move(value));
  return out;
}

/// The operation stands in a header, in the path or in the body, as its service's protocol has it.
std::string operation_of(const aws::HttpRequest& request) {
  for (const auto& header : request.headers) {
    if (header.starts_with("X-Amz-Target: ")) return header.substr(header.rfind('.') + 1);
  }
  const auto path = target_of(request.url).substr(1);
  if (!path.empty()) return path;
  constexpr std::string_view action = "Action=";
  const auto at = request.body.find(action) + action.size();
  return request.body.substr(at, request.body.find('&', at) - at);
}

Step step_of(const aws::HttpRequest& request, bool at_source) {
  Step step{.at_source = at_source, .operation = operation_of(request)};
  for (const auto service :
       {api::Service::glue, api::Service::cloudtrail, api::Service::sts, api::Service::lakeformation}) {
    if (api::info(service).endpoint_prefix == request.signing_service) step.service = service;
  }
  return step;
}

}  // namespace

Result<aws::HttpResponse> Wire::send(const aws::HttpRequest& request, const aws::Credentials& credentials) {
  if (storm_.is_dead()) return fail(Storm::death());
  const auto step = step_of(request, at_source_);
  const auto mishap = storm_.meets(step);
  const auto ask = [&](const std::string& body) {
    auto sent = arrived(request, credentials);
    sent.body = body;
    return passed_on(aws_.handle(sent));
  };
  aws::HttpResponse answer;
  if (mishap == Mishap::partly) {
    answer = all_but_one(step.operation, request.body, ask);
  } else if (!mishap || takes_effect(*mishap)) {
    answer = ask(request.body);
  }
  if (ear_) {
    ear_(fmt::format("   #{} {} {} -> {}{} {}", storm_.requests().size(), step.text(),
                     request.body.substr(0, kLongest), mishap ? "!! " : "",
                     mishap ? to_string(*mishap) : std::string_view(), answer.body.substr(0, kLongest)));
  }
  if (storm_.is_dead()) return fail(Storm::death());
  if (!mishap) return answer;
  return heard(*mishap, step.service, step.operation, std::move(answer));
}

}  // namespace lakemirror::sweep
