#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "aws/credentials_provider.h"
#include "aws/operation_state.h"
#include "aws/transport.h"
#include "base/random.h"

namespace lakemirror::aws {

/// Everything a side needs to get a request answered. Shared by its HttpClient and S3Client. The clock and
/// the random source outlive it.
struct SenderParts {
  std::shared_ptr<Transport> transport;
  std::shared_ptr<CredentialsProvider> credentials;
  Clock& clock;
  Random& random;
  int max_attempts;
  std::stop_token stop = {};  ///< ends waits; a call that is stopped fails with kind `retry`
  /// Asked right before each request of an operation ("glue:CreateTable") goes, once its turn has come: an
  /// Error means that it may not go, and is the call's. May be absent.
  std::function<Result<void>(std::string_view operation)> before_send = {};
};

/// Sends one request at the pace of its operation until it is answered well, cannot be, or its attempts are
/// used up. Safe for concurrent use.
class Sender {
 public:
  explicit Sender(SenderParts parts) : parts_(std::move(parts)) {}

  /// Reads a response of any status: void when it is a good one.
  using Judge = std::function<Result<void>(const HttpResponse&)>;
  Result<HttpResponse> send(OperationState& operation, const HttpRequest& request, const Judge& judge);

  /// The credentials of this side; the Error says what was tried.
  Result<Credentials> credentials() { return parts_.credentials->get(); }

 private:
  struct Attempt {
    bool is_refused = false;  ///< by before_send
    bool was_sent = false;
  };
  Result<HttpResponse> send_once(OperationState& operation, const HttpRequest& request, const Judge& judge,
                                 Attempt& made);
  Result<HttpResponse> repeat(OperationState& operation, const HttpRequest& request, const Judge& judge);

  SenderParts parts_;
};

}  // namespace lakemirror::aws
