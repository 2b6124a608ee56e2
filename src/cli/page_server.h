#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "config/listen_address.h"

namespace lakemirror::cli {

/// Serves a few pages over HTTP to whoever asks. Where the address is taken it tries again every 10 seconds:
/// a process that ends may still hold it.
class PageServer {
 public:
  struct Page {
    int status = 200;
    std::string content_type;
    std::string body;
  };
  /// By path, such as "/metrics". Called on threads of the server's, several at a time.
  using Pages = std::map<std::string, std::function<Page()>, std::less<>>;

  PageServer(config::ListenAddress address, Pages pages);
  ~PageServer();

  /// "http://127.0.0.1:4589" where the first attempt to listen succeeded, else empty.
  const std::string& url() const;
  /// Ends open connections as well, whatever they are waiting for.
  void stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace lakemirror::cli
