#include "aws/http_client.h"

#include <algorithm>

#include "aws/adaptive_limiter.h"
#include "aws/fixed_limiter.h"
#include "aws/protocol.h"

namespace lakemirror::aws {
namespace {

constexpr api::Service services[] = {api::Service::glue, api::Service::cloudtrail, api::Service::sts,
                                     api::Service::lakeformation, api::Service::dynamodb};
static_assert(std::size(services) == api::service_count);

std::string full_name(api::Service service, std::string_view operation) {
  return std::string(api::info(service).endpoint_prefix) + ":" + std::string(operation);
}

std::unique_ptr<OperationState> new_state(const api::Operation& operation, Clock& clock, double lookup_rate) {
  auto state = std::make_unique<OperationState>();
  state->name = full_name(operation.service, operation.name);
  if (operation.name == "LookupEvents") {
    state->limiter = std::make_unique<FixedLimiter>(clock, lookup_rate);
  } else {
    state->limiter = std::make_unique<AdaptiveLimiter>(clock);
  }
  return state;
}

}  // namespace

HttpClient::HttpClient(Destination destination, SenderParts parts, double lookup_rate)
    : destination_(std::move(destination)), sender_(parts) {
  for (const api::Service service : services) {
    for (const api::Operation& operation : api::operations(service)) {
      states_[static_cast<std::size_t>(service)].push_back(new_state(operation, parts.clock, lookup_rate));
    }
  }
}

OperationState& HttpClient::state_of(const api::Operation& operation) {
  const auto place = static_cast<std::size_t>(&operation - api::operations(operation.service).data());
  return *states_[static_cast<std::size_t>(operation.service)][place];
}

Result<json::object> HttpClient::call(api::Service service, std::string_view name,
                                      const json::object& input) {
  const api::Operation* operation = api::find_operation(service, name);
  if (operation == nullptr) {
    return fail(
        {.kind = ErrorKind::invalid, .operation = full_name(service, name), .message = "no such operation"});
  }
  OperationState& state = state_of(*operation);
  const std::string& url = destination_.urls[static_cast<std::size_t>(service)];
  const HttpRequest request = encode_request(*operation, url, destination_.region, input);
  json::object output;
  const auto judge = [&](const HttpResponse& response) -> Result<void> {
    LM_TRY(output, decode_response(*operation, state.name, response));
    return {};
  };
  LM_CHECK(sender_.send(state, request, judge));
  return output;
}

std::optional<Time> HttpClient::last_sent() const {
  Milliseconds::rep newest = 0;
  for (const auto& service : states_) {
    for (const auto& state : service) newest = std::max(newest, state->last_sent_ms.load());
  }
  return newest == 0 ? std::nullopt : std::optional(Time(Milliseconds(newest)));
}

Statistics HttpClient::statistics() const {
  Statistics all;
  for (const auto& service : states_) {
    for (const auto& state : service) {
      if (state->calls != 0) all.emplace(state->name, state->counts());
    }
  }
  return all;
}

}  // namespace lakemirror::aws
