#pragma once

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <set>

namespace lakemirror::cli {

/// An HTTP server whose clients cannot cost more than a little: each connection has one request and a few
/// seconds for all of it, there are only so many connections at a time, and end() ends those that are open.
/// The library's own timeouts begin anew with every byte, and its stop() waits for them.
class BoundedHttpServer final : public httplib::Server {
 public:
  BoundedHttpServer();

  /// Ends listening and every connection. May be called before listening has begun: call it until
  /// listen_after_bind() has returned.
  void end();

 private:
  bool process_and_close_socket(socket_t socket) override;
  bool admit(socket_t socket);
  void answer(socket_t socket);

  std::atomic<bool> listening_ended_ = false;
  std::mutex mutex_;
  bool ending_ = false;
  std::set<socket_t> open_;
};

}  // namespace lakemirror::cli
