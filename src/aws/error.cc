#include "aws/error.h"

#include <string>

namespace lakemirror::aws {
namespace {

struct Rule {
  std::string_view code;          ///< without "Exception" or "Fault" at its end; empty: any code
  std::string_view message_part;  ///< empty: any message
  ErrorKind kind;
  bool throttling = false;
  std::string_view hint = {};
};

constexpr std::string_view wrong_keys =
    "check the access key, the secret key and the session token of this side, and that they belong to this "
    "AWS partition";
constexpr std::string_view wrong_clock =
    "set the clock of this machine: AWS accepts signatures within 15 minutes of its own time";
constexpr std::string_view nothing_there =
    "this is no error of AWS: does the endpoint belong to this service, and does it have this operation?";
constexpr std::string_view expired =
    "the credentials have expired: renew them; they are read again at the next call";

/// The first rule that fits decides, so the narrow ones (with a message) stand before the wide ones.
constexpr Rule rules[] = {
    // "InvalidInputException: Rate exceeded (Service: AmazonIdentityManagement; ...)" is IAM throttled behind
    // Lake
    // Formation (aws-cloudformation/cloudformation-coverage-roadmap#2289).
    {"", "Rate exceeded", ErrorKind::retry, true},
    {"", "Only 1 index can be created or deleted simultaneously", ErrorKind::retry},
    {"InvalidSignature", "Signature expired", ErrorKind::denied, false, wrong_clock},
    {"InvalidSignature", "Signature not yet current", ErrorKind::denied, false, wrong_clock},
    {"SignatureDoesNotMatch", "Signature expired", ErrorKind::denied, false, wrong_clock},
    {"SignatureDoesNotMatch", "Signature not yet current", ErrorKind::denied, false, wrong_clock},
    {"", "security token included in the request is expired", ErrorKind::retry, false, expired},

    {"Throttling", "", ErrorKind::retry, true},
    {"Throttled", "", ErrorKind::retry, true},
    {"RequestThrottled", "", ErrorKind::retry, true},
    {"RequestLimitExceeded", "", ErrorKind::retry, true},
    {"TooManyRequests", "", ErrorKind::retry, true},
    {"BandwidthLimitExceeded", "", ErrorKind::retry, true},
    {"ProvisionedThroughputExceeded", "", ErrorKind::retry, true},
    {"SlowDown", "", ErrorKind::retry, true},
    {"ConcurrentModification", "", ErrorKind::retry},
    {"InternalService", "", ErrorKind::retry},
    {"InternalServer", "", ErrorKind::retry},
    {"InternalServerError", "", ErrorKind::retry},
    {"InternalFailure", "", ErrorKind::retry},
    {"InternalError", "", ErrorKind::retry},
    {"OperationTimeout", "", ErrorKind::retry},
    {"OperationAborted", "", ErrorKind::retry},
    {"RequestTimeout", "", ErrorKind::retry},
    {"ResourceNotReady", "", ErrorKind::retry},
    {"ServiceUnavailable", "", ErrorKind::retry},
    {"FederationSourceRetryable", "", ErrorKind::retry},
    {"ExpiredToken", "", ErrorKind::retry, false, expired},

    {"EntityNotFound", "", ErrorKind::missing},
    {"ResourceNotFound", "", ErrorKind::missing},
    {"NoSuchKey", "", ErrorKind::missing},
    {"NoSuchBucket", "", ErrorKind::missing},

    {"AlreadyExists", "", ErrorKind::exists},

    {"AccessDenied", "Lake Formation", ErrorKind::denied, false,
     "grant what the message names to the role of this side in Lake Formation, or make that role a data lake "
     "admin"},
    {"AccessDenied", "", ErrorKind::denied, false,
     "allow this operation in the IAM policy of the role of this side"},
    {"UnauthorizedOperation", "", ErrorKind::denied, false,
     "allow this operation in the IAM policy of the role of this side"},
    {"NotAuthorized", "", ErrorKind::denied, false,
     "allow this operation in the IAM policy of the role of this side"},
    {"UnrecognizedClient", "", ErrorKind::denied, false, wrong_keys},
    {"InvalidClientTokenId", "", ErrorKind::denied, false, wrong_keys},
    {"InvalidAccessKeyId", "", ErrorKind::denied, false, wrong_keys},
    {"InvalidToken", "", ErrorKind::denied, false, wrong_keys},
    {"InvalidSignature", "", ErrorKind::denied, false, wrong_keys},
    {"SignatureDoesNotMatch", "", ErrorKind::denied, false, wrong_keys},
    {"IncompleteSignature", "", ErrorKind::denied, false, wrong_keys},
    {"MissingAuthenticationToken", "", ErrorKind::denied, false, wrong_keys},
    {"RequestExpired", "", ErrorKind::denied, false, wrong_clock},
    {"RequestTimeTooSkewed", "", ErrorKind::denied, false, wrong_clock},
    {"OptInRequired", "", ErrorKind::denied, false, "the account has not enabled this service or Region"},
    {"SubscriptionRequired", "", ErrorKind::denied, false,
     "the account has not enabled this service or Region"},
    {"GlueEncryption", "", ErrorKind::denied, false,
     "let the role of this side use the KMS key of the catalog's encryption settings"},

    {"ResourceNumberLimitExceeded", "", ErrorKind::invalid, false,
     "ask AWS for a higher quota, then retry the entry"},
    {"UnknownOperation", "", ErrorKind::invalid, false, "does the endpoint belong to this service?"},
    {"PermanentRedirect", "", ErrorKind::invalid, false,
     "the bucket is in another Region than the one configured"},
    {"AuthorizationHeaderMalformed", "", ErrorKind::invalid, false,
     "the bucket is in another Region than the one configured"},
    {"InvalidInput", "", ErrorKind::invalid},
    {"Validation", "", ErrorKind::invalid},
};

std::string_view without_suffix(std::string_view code) {
  for (const std::string_view suffix : {"Exception", "Fault"}) {
    if (code.ends_with(suffix)) code.remove_suffix(suffix.size());
  }
  return code;
}

const Rule* find_rule(std::string_view code, std::string_view message) {
  code = without_suffix(code);
  for (const Rule& rule : rules) {
    if (!rule.code.empty() && rule.code != code) continue;
    if (message.find(rule.message_part) != std::string_view::npos) return &rule;
  }
  return nullptr;
}

/// What is left to go by when the code is unknown. Not 404: that may be a proxy's or a wrong endpoint's page,
/// and an absence needs proof.
ErrorKind kind_of_status(int http_status) {
  if (http_status == 429 || http_status == 408 || http_status >= 500) return ErrorKind::retry;
  if (http_status == 401 || http_status == 403) return ErrorKind::denied;
  return ErrorKind::invalid;
}

}  // namespace

Error make_error(std::string_view operation, int http_status, std::string_view code, std::string_view message,
                 std::string_view request_id) {
  if (code.empty() && http_status == 429) code = "TooManyRequestsException";
  Error error{.kind = kind_of_status(http_status),
              .operation = std::string(operation),
              .code = std::string(code),
              .message = std::string(message),
              .request_id = std::string(request_id)};
  if (error.message.empty()) error.message = "HTTP status " + std::to_string(http_status);
  if (code.empty() && http_status == 404) error.hint = nothing_there;
  if (const Rule* rule = find_rule(code, message)) {
    error.kind = rule->kind;
    error.hint = rule->hint;
  }
  return error;
}

bool is_throttling(const Error& error) {
  const Rule* rule = find_rule(error.code, error.message);
  return rule != nullptr && rule->throttling;
}

}  // namespace lakemirror::aws
