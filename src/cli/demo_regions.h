#pragma once

#include <memory>
#include <string>

#include "aws/curl_transport.h"
#include "aws/http_client.h"
#include "cli/context.h"
#include "local/server.h"

namespace lakemirror::cli {

/// A local AWS in this process with the two Regions of the demo, and ways to talk to it over HTTP. Nothing
/// here looks at the user's own AWS configuration: the demo must never reach an account.
class DemoRegions {
 public:
  static constexpr const char* source = "us-east-1";
  static constexpr const char* target = "us-west-2";

  /// `context` must outlive the object.
  static Result<std::unique_ptr<DemoRegions>> start(Context& context);

  const std::string& url() const { return url_; }
  const std::string& account() const { return account_; }

  /// A client as `run` would make it. It must not outlive this object. `lookup_rate` as in
  /// aws::ClientOptions.
  Result<std::unique_ptr<aws::HttpClient>> connect(const std::string& region, double lookup_rate) const;

  /// What `/_local/dump` answers for a Region: its catalog, not as seen through any client of AWS.
  Result<json::object> dump(const std::string& region);

 private:
  explicit DemoRegions(Context& context);

  Context& context_;
  std::string account_;
  std::string url_;
  local::Aws aws_;
  std::unique_ptr<local::Server> server_;
  // After the server: it waits for connections that are still open when it stops.
  aws::CurlTransport transport_;
};

}  // namespace lakemirror::cli
