#include "lambda/administrator_answer.h"

#include <algorithm>

#include "base/log.h"

namespace lakemirror::lambda {

namespace {

/// CloudFormation takes an answer of 4,096 bytes. What else is in one are ids, of some hundred bytes each.
constexpr std::size_t longest_reason = 1500;
constexpr Milliseconds longest_wait = Seconds(8);

std::string one_short_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (text.size() <= longest_reason) return text;
  std::size_t end = longest_reason;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (end > 0 && continues(end)) --end;
  return text.substr(0, end) + " ... (all of it is in the function's log)";
}

bool may_be_taken_later(int status) { return status >= 500 || status == 408 || status == 429; }

Result<void> deliver_once(aws::Transport& transport, const aws::HttpRequest& request) {
  LM_TRY(const aws::HttpResponse response, transport.send(request, {}));
  if (response.status >= 200 && response.status <= 299) return {};
  return fail({.kind = may_be_taken_later(response.status) ? ErrorKind::retry : ErrorKind::invalid,
               .message = "refused with status " + std::to_string(response.status)});
}

}  // namespace

json::object AdministratorAnswer::to_json(const AdministratorRequest& request) const {
  return {{"Status", is_success ? "SUCCESS" : "FAILED"},
          {"Reason", one_short_line(reason)},
          {"PhysicalResourceId", physical_id},
          {"StackId", request.stack_id},
          {"RequestId", request.request_id},
          {"LogicalResourceId", request.logical_id}};
}

Result<void> deliver(const AdministratorAnswer& answer, const AdministratorRequest& request,
                     aws::Transport& transport, Clock& clock, Random& random, Time until) {
  // The URL is signed for a request that names no type of content.
  const aws::HttpRequest put{.method = "PUT",
                             .url = request.response_url,
                             .headers = {"Content-Type:"},
                             .body = json::serialize(answer.to_json(request))};
  for (int attempt = 0;; ++attempt) {
    auto done = deliver_once(transport, put);
    if (done) return {};
    done.error().operation = "answer CloudFormation";
    const Milliseconds wait = std::min(Milliseconds(250) * (1 << std::min(attempt, 8)), longest_wait) +
                              Milliseconds(random.below(250));
    if (done.error().kind != ErrorKind::retry || clock.now() + wait >= until) return done;
    log::warn("{}; trying again", done.error().text());
    clock.sleep_for(wait);
  }
}

}  // namespace lakemirror::lambda
