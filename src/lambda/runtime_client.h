#pragma once

#include <stop_token>
#include <string>

#include "aws/curl_transport.h"
#include "base/json.h"
#include "lambda/invocation.h"

namespace lakemirror::lambda {

/// The Lambda Runtime API, version 2018-06-01: plain HTTP within the execution environment. For one thread.
class RuntimeClient {
 public:
  /// `host` is what AWS_LAMBDA_RUNTIME_API says: "127.0.0.1:9001". A stop ends the wait for the next
  /// invocation.
  RuntimeClient(const std::string& host, std::stop_token stop);

  /// Waits for the next invocation, without end: the environment may be frozen meanwhile. An Error means that
  /// there will be none, and that the process has to end.
  Result<Invocation> next();
  Result<void> respond(const std::string& request_id, const json::value& answer);
  Result<void> fail_invocation(const std::string& request_id, const Error& error);
  /// That this process cannot serve any invocation.
  Result<void> fail_start(const Error& error);

 private:
  Result<void> post(const std::string& path, std::string body, const std::string& error_type = {});

  std::string base_;
  aws::CurlTransport waiting_;
  aws::CurlTransport posting_;
};

}  // namespace lakemirror::lambda
