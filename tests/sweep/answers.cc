#include "sweep/answers.h"

#include <fmt/format.h>

#include "aws/error.h"
#include "base/json.h"

namespace lakemirror::sweep {

namespace {

aws::HttpResponse refusal(api::Service service, int status, std::string_view code, std::string message) {
  aws::HttpResponse out{.status = status, .headers = {{"x-amzn-requestid", "made-by-the-sweep"}}};
  if (api::info(service).protocol == api::Protocol::query) {
    out.body = fmt::format(
        "<ErrorResponse><Error><Code>{}</Code><Message>{}</Message></Error></ErrorResponse>", code, message);
  } else {
    out.body = json::serialize(json::object{{"__type", code}, {"Message", message}});
  }
  return out;
}

Result<aws::HttpResponse> no_answer(std::string message) {
  return fail({.kind = ErrorKind::retry,
               .code = std::string(aws::unreachable_code),
               .message = "aws.local: " + std::move(message)});
}

aws::HttpResponse denial(api::Service service, std::string_view operation) {
  const bool is_400 = service == api::Service::glue || service == api::Service::dynamodb;
  return refusal(service, is_400 ? 400 : 403, "AccessDeniedException",
                 fmt::format("User: arn:aws:iam::123456789012:user/local is not authorized to perform: "
                             "{}:{} because no identity-based policy allows it",
                             api::info(service).endpoint_prefix, operation));
}

aws::HttpResponse half_a_document(aws::HttpResponse answer) {
  answer.body = answer.body.size() < 4 ? "{" : answer.body.substr(0, answer.body.size() / 2);
  return answer;
}

}  // namespace

Result<aws::HttpResponse> heard(Mishap mishap, api::Service service, std::string_view operation,
                                aws::HttpResponse answer) {
  switch (mishap) {
    case Mishap::throttled:
      if (service == api::Service::dynamodb)
        return refusal(service, 400, "ProvisionedThroughputExceededException",
                       "Throughput exceeds the limit");
      return refusal(service, 400, "ThrottlingException", "Rate exceeded");
    case Mishap::iam_throttled:
      return refusal(service, 400, "InvalidInputException",
                     "Rate exceeded (Service: AmazonIdentityManagement; Status Code: 400; Error Code: "
                     "Throttling; Request ID: 1)");
    case Mishap::conflict:
      return refusal(service, 400, "ConcurrentModificationException", "Update failed due to concurrency");
    case Mishap::internal:
    case Mishap::late_internal:
      return refusal(service, 500,
                     service == api::Service::dynamodb ? "InternalServerError" : "InternalServiceException",
                     "Something went wrong");
    case Mishap::timeout:
    case Mishap::late_timeout:
      if (service == api::Service::dynamodb) return no_answer("Timeout was reached");
      return refusal(service, 400, "OperationTimeoutException", "The operation timed out");
    case Mishap::denied:
      return denial(service, operation);
    case Mishap::reset:
    case Mishap::lost:
      return no_answer("Failure when receiving data from the peer");
    case Mishap::cut:
      return no_answer("Transferred a partial file");
    case Mishap::garbled:
      return half_a_document(std::move(answer));
    case Mishap::empty:
      answer.body.clear();
      return answer;
    case Mishap::hollow:
      answer.body = "{}";
      return answer;
    default:
      return answer;
  }
}

}  // namespace lakemirror::sweep
