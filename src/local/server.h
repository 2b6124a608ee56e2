#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "local/aws.h"

namespace lakemirror::local {

/// Serves an Aws over HTTP until it is stopped or destroyed.
class Server {
 public:
  /// Listens on host:port and returns once connections are accepted. Port 0 takes any free port. A busy port
  /// is an Error. `aws` must outlive the Server.
  static Result<std::unique_ptr<Server>> start(Aws& aws, const std::string& host, int port);
  ~Server();

  int port() const;
  /// Stops accepting and waits for the requests in hand; an idle kept-alive connection may hold it up for
  /// `idle_connection_timeout` (5 s) unless its client closes it.
  void stop();

 private:
  struct Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace lakemirror::local
