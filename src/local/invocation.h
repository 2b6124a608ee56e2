#pragma once

#include <string>

#include "api/api.h"
#include "base/clock.h"
#include "base/json.h"

namespace lakemirror::local {

/// One API call, as it stands after the protocol and the signature have been dealt with. Empty members are
/// filled in: account by Options::account, Region by "us-east-1", the principal by the account's user
/// "local".
struct Invocation {
  std::string account = {};
  std::string region = {};
  api::Service service = api::Service::glue;
  std::string operation = {};
  json::object input = {};
  std::string user_agent = {};
  std::string principal_arn = {};
  std::string source_ip = {};
  std::string access_key_id = {};
};

struct Reply {
  int status = 200;
  std::string code = {};  ///< AWS error code; empty on success
  std::string message = {};
  std::string request_id = {};
  json::object output = {};
  Milliseconds age{0};  ///< how old the state is that a read answered from; no client is told

  bool ok() const { return code.empty(); }
};

}  // namespace lakemirror::local
