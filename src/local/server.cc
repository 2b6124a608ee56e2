#include "local/server.h"

#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <limits>
#include <thread>

namespace lakemirror::local {

namespace {

// One thread serves one connection for as long as it lives: a 65th open connection waits for another to
// close.
constexpr std::size_t connections = 64;
constexpr time_t idle_connection_timeout = 5;
constexpr int waiting_connections = 1024;
constexpr std::size_t largest_body = std::size_t{64} << 20;

/// Without SO_REUSEPORT, which the library would set: with it a second server shares the port in silence.
void socket_options(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

HttpRequest read_head(const httplib::Request& from) {
  HttpRequest out{.method = from.method, .target = from.target, .remote = from.remote_addr};
  out.headers.reserve(from.headers.size());
  for (const auto& [name, value] : from.headers) out.headers.emplace_back(name, value);
  return out;
}

void write(HttpResponse from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  to.set_header("Content-Type", from.content_type);
  to.body = std::move(from.body);  // set_content() would copy it
}

void install(httplib::Server& server, Aws& aws) {
  const auto without_body = [&aws](const httplib::Request& request, httplib::Response& response) {
    write(aws.handle(read_head(request)), response);
  };
  // Read by ourselves: the library refuses forms over 8 KB.
  const auto with_body = [&aws](const httplib::Request& request, httplib::Response& response,
                                const httplib::ContentReader& reader) {
    HttpRequest out = read_head(request);
    const bool complete = reader([&](const char* data, std::size_t size) {
      out.body.append(data, size);
      return true;
    });
    if (complete) write(aws.handle(out), response);
  };
  const std::string any = R"([\s\S]*)";
  server.Get(any, without_body);
  server.Delete(any, without_body);
  server.Post(any, with_body);
  server.Put(any, with_body);
}

}  // namespace

struct Server::Implementation {
  httplib::Server http;
  socket_t listener = INVALID_SOCKET;
  int port = 0;
  std::thread thread;
};

Server::Server(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}

Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(Aws& aws, const std::string& host, int port) {
  auto implementation = std::make_unique<Implementation>();
  httplib::Server& http = implementation->http;
  http.set_tcp_nodelay(true);  // without it every answer waits 40 ms for the client's acknowledgement
  http.set_keep_alive_max_count(std::numeric_limits<int>::max());
  http.set_keep_alive_timeout(idle_connection_timeout);
  http.set_payload_max_length(largest_body);
  http.set_socket_options([&listener = implementation->listener](socket_t socket) {
    socket_options(socket);
    listener = socket;
  });
  http.new_task_queue = [] { return new httplib::ThreadPool(connections); };
  install(http, aws);
  if (port == 0) {
    port = http.bind_to_any_port(host);
  } else if (!http.bind_to_port(host, port)) {
    port = -1;
  }
  if (port <= 0) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "listen",
                 .subject = host,
                 .message = "the address or port is in use, or not this machine's",
                 .hint = "choose another with --port, or 0 for any free one"});
  }
  // The library lets five connections wait. What comes while they do is dropped by the kernel, and the client
  // knocks again only after a second.
  ::listen(implementation->listener, waiting_connections);
  implementation->port = port;
  implementation->thread = std::thread([&http] { http.listen_after_bind(); });
  // stop() does nothing to a server that has not begun.
  while (!http.is_running()) std::this_thread::sleep_for(Milliseconds(1));
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

int Server::port() const { return implementation_->port; }

void Server::stop() {
  implementation_->http.stop();
  if (implementation_->thread.joinable()) implementation_->thread.join();
}

}  // namespace lakemirror::local
