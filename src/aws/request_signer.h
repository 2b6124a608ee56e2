#pragma once

#include <string>
#include <vector>

#include "aws/credentials.h"
#include "aws/http_message.h"
#include "aws/signing_keys.h"
#include "base/clock.h"

namespace lakemirror::aws {

/// Signature Version 4. libcurl has it as well, but makes a new key and formats byte by byte for each
/// request, which takes three times as long as all else that a request needs. Safe for concurrent use.
class RequestSigner {
 public:
  /// What the request has to carry beside its own headers, all of which are signed: "Name: value".
  std::vector<std::string> sign(const HttpRequest& request, const Credentials& credentials, Time now);

 private:
  SigningKeys keys_;
};

}  // namespace lakemirror::aws
