#include "aws/sender.h"

#include "aws/backoff.h"
#include "aws/error.h"
#include "aws/scrub.h"
#include "base/log.h"

namespace lakemirror::aws {
namespace {

Error stopped() { return {.kind = ErrorKind::retry, .message = "stopped before it was answered"}; }

bool says_expired(const Error& error) {
  return error.code.starts_with("ExpiredToken") ||
         error.message.find("token included in the request is expired") != std::string::npos;
}

bool surely_did_nothing(const Error& error) {
  return is_throttling(error) || says_expired(error) || error.code.starts_with("ConcurrentModification");
}

}  // namespace

Result<HttpResponse> Sender::send(OperationState& operation, const HttpRequest& request, const Judge& judge) {
  ++operation.calls;
  Result<HttpResponse> response = repeat(operation, request, judge);
  if (response) return response;
  ++operation.failures;
  Error error = std::move(response).error();
  // What credentials or the network say has no operation of AWS's yet.
  if (error.operation.empty()) error.operation = operation.name;
  return fail(std::move(error));
}

Result<HttpResponse> Sender::repeat(OperationState& operation, const HttpRequest& request,
                                    const Judge& judge) {
  bool answer_was_lost = false;
  for (int attempt = 1;; ++attempt) {
    Attempt made;
    Result<HttpResponse> response = send_once(operation, request, judge, made);
    if (response) return response;
    response.error().answer_was_lost = answer_was_lost;
    if (made.is_refused || response.error().kind != ErrorKind::retry) return response;
    answer_was_lost = answer_was_lost || (made.was_sent && !surely_did_nothing(response.error()));
    if (attempt >= parts_.max_attempts || parts_.stop.stop_requested()) return response;
    log::debug("{}: attempt {} of {}: {}", operation.name, attempt, parts_.max_attempts,
               response.error().message);
    ++operation.retries;
    parts_.clock.sleep_for(backoff(attempt, parts_.random), parts_.stop);
  }
}

Result<HttpResponse> Sender::send_once(OperationState& operation, const HttpRequest& request,
                                       const Judge& judge, Attempt& made) {
  const Limiter::Permit permit = operation.limiter->acquire(parts_.stop);
  if (parts_.stop.stop_requested()) return fail(stopped());
  LM_TRY(const Credentials credentials, parts_.credentials->get());
  if (parts_.before_send) {
    auto may_go = parts_.before_send(operation.name);
    made.is_refused = !may_go;
    if (made.is_refused) return fail(std::move(may_go).error());
  }
  made.was_sent = true;
  operation.last_sent_ms = parts_.clock.now().time_since_epoch().count();
  LM_TRY(HttpResponse response, parts_.transport->send(request, credentials));
  const Result<void> verdict = judge(response);
  // "No such table" is as good a sign of room as an answer is.
  if (verdict || verdict.error().kind != ErrorKind::retry) operation.limiter->succeeded(permit);
  if (verdict) return response;
  if (is_throttling(verdict.error())) {
    ++operation.throttles;
    operation.limiter->throttled(permit);
  }
  if (says_expired(verdict.error())) parts_.credentials->invalidate(credentials);
  return fail(scrubbed(verdict.error(), credentials));
}

}  // namespace lakemirror::aws
