#pragma once

#include <mutex>
#include <vector>

#include "aws/curl_handle.h"
#include "aws/curl_settings.h"
#include "aws/request_signer.h"
#include "aws/transport.h"

namespace lakemirror::aws {

/// HTTP over libcurl, which does TLS and connection reuse. Easy handles are pooled: a thread takes the
/// one used last, so its connection is warm, and there are never more than there were calls at the same time.
class CurlTransport : public Transport {
 public:
  explicit CurlTransport(CurlSettings settings = {});
  Result<HttpResponse> send(const HttpRequest& request, const Credentials& credentials) override;

 private:
  CurlHandle take();
  void give_back(CurlHandle handle);

  CurlSettings settings_;
  RequestSigner signer_;
  std::mutex mutex_;
  std::vector<CurlHandle> idle_;  // guarded by mutex_
};

}  // namespace lakemirror::aws
