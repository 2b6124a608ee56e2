#include "cli/bounded_http_server.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace lakemirror::cli {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t threads = 4;
constexpr int most_open = 16;  ///< connections, those that wait for a thread included
constexpr std::size_t most_heard = std::size_t{64} << 10;
constexpr std::chrono::seconds time_for_all{5};
constexpr std::chrono::milliseconds time_to_hear_out{200};

/// Set where a connection is to be closed unheard.
thread_local bool is_turned_away = false;

/// The library's pool would take any number of connections, and each of them is an open file that the run may
/// need itself.
class BoundedWorkers final : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> work) override {
    if (open_ >= most_open) {
      is_turned_away = true;
      work();
      is_turned_away = false;
      return;
    }
    ++open_;
    pool_.enqueue([this, work = std::move(work)] {
      work();
      --open_;
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  std::atomic<int> open_ = 0;
  httplib::ThreadPool pool_{threads};
};

/// A socket that answers until its time is up, or until it has heard more than any scraper says.
class TimedStream final : public httplib::Stream {
 public:
  TimedStream(socket_t socket, SteadyClock::time_point deadline) : socket_(socket), deadline_(deadline) {}

  bool is_readable() const override { return is_ready(POLLIN); }
  bool is_writable() const override { return is_ready(POLLOUT); }
  ssize_t read(char* to, std::size_t size) override {
    if (heard_ >= most_heard || !is_readable()) return -1;
    const ssize_t got = ::recv(socket_, to, size, MSG_DONTWAIT);
    heard_ += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    return got;
  }
  ssize_t write(const char* from, std::size_t size) override {
    return is_writable() ? ::send(socket_, from, size, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
  }
  // The pages do not depend on who asks.
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool is_ready(short events) const {
    while (true) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - SteadyClock::now());
      pollfd waiting{.fd = socket_, .events = events, .revents = 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
      if (ready >= 0 || errno != EINTR) return ready > 0;
    }
  }

  socket_t socket_;
  SteadyClock::time_point deadline_;
  std::size_t heard_ = 0;
};

/// Closing a connection with unread input on it may take the answer back from the client.
void hear_out(socket_t socket) {
  ::shutdown(socket, SHUT_WR);
  TimedStream stream(socket, SteadyClock::now() + time_to_hear_out);
  char buffer[4096];
  while (stream.read(buffer, sizeof buffer) > 0) {
  }
}

/// Without SO_REUSEPORT, which the library would set: with it a second server shares the port in silence.
void socket_options(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

BoundedHttpServer::BoundedHttpServer() {
  set_tcp_nodelay(true);
  set_socket_options(socket_options);
  set_payload_max_length(0);
  new_task_queue = [] { return new BoundedWorkers; };
}

void BoundedHttpServer::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (const socket_t socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  // Of a server that has not begun to listen, or has ended, the library's stop() knows nothing.
  if (is_running() && !listening_ended_.exchange(true)) stop();
}

bool BoundedHttpServer::admit(socket_t socket) {
  const std::lock_guard lock(mutex_);
  if (ending_ || is_turned_away) return false;
  open_.insert(socket);
  return true;
}

void BoundedHttpServer::answer(socket_t socket) {
  TimedStream stream(socket, SteadyClock::now() + time_for_all);
  bool closed = false;
  if (process_request(stream, true, closed, nullptr)) hear_out(socket);
}

bool BoundedHttpServer::process_and_close_socket(socket_t socket) {
  const bool is_admitted = admit(socket);
  if (is_admitted) {
    answer(socket);
    const std::lock_guard lock(mutex_);
    open_.erase(socket);
  }
  ::close(socket);
  return is_admitted;
}

}  // namespace lakemirror::cli
