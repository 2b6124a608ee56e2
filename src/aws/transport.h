#pragma once

#include "aws/credentials.h"
#include "aws/http_message.h"
#include "base/result.h"

namespace lakemirror::aws {

/// Signs and sends one request; without an access key it goes unsigned. Safe for concurrent use. Any answer
/// with a status is a value; an Error means that there was none: kind `retry` for network and timeouts,
/// `denied` for a certificate that cannot be trusted.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpResponse> send(const HttpRequest& request, const Credentials& credentials) = 0;
};

}  // namespace lakemirror::aws
