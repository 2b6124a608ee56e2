#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/curl_handle.h"
#include "aws/transport.h"

namespace lakemirror::aws {

/// HTTP over libcurl, which does TLS, connection reuse and SigV4. Easy handles are pooled: a thread takes the
/// one used last, so its connection is warm, and there are never more than there were calls at the same time.
class CurlTransport : public Transport {
 public:
  /// `ca_bundle` is a PEM file, or empty for the system's. When `stop` is requested, a request that is under
  /// way has `stop_grace` left to be answered.
  explicit CurlTransport(std::string ca_bundle = {}, std::stop_token stop = {},
                         std::chrono::milliseconds stop_grace = std::chrono::seconds(5));
  Result<HttpResponse> send(const HttpRequest& request, const Credentials& credentials) override;

 private:
  CurlHandle take();
  void give_back(CurlHandle handle);

  std::string ca_bundle_;
  std::stop_token stop_;
  std::chrono::milliseconds stop_grace_;
  std::mutex mutex_;
  std::vector<CurlHandle> idle_;  // guarded by mutex_
};

}  // namespace lakemirror::aws
