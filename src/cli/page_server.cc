#include "cli/page_server.h"

#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "cli/bounded_http_server.h"

namespace lakemirror::cli {

namespace {

constexpr Milliseconds pause_between_attempts = Seconds(10);

void refuse(httplib::Response& response, int status, const char* why) {
  response.status = status;
  response.set_content(why, "text/plain; charset=utf-8");
}

void answer(const PageServer::Pages& pages, const httplib::Request& request, httplib::Response& response) {
  if (request.method != "GET" && request.method != "HEAD") {
    response.set_header("Allow", "GET, HEAD");
    return refuse(response, 405, "only GET and HEAD\n");
  }
  const auto page = pages.find(request.path);
  if (page == pages.end()) return refuse(response, 404, "there are /metrics and /healthz\n");
  PageServer::Page made = page->second();
  response.status = made.status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(std::move(made.body), made.content_type);
}

}  // namespace

struct PageServer::Implementation {
  config::ListenAddress address;
  BoundedHttpServer http;
  std::string url;  ///< of the first attempt
  std::stop_source stop;
  std::atomic<bool> ended = false;
  std::thread thread;

  /// The URL, or empty.
  std::string bind() {
    config::ListenAddress bound = address;
    if (address.port == 0) {
      bound.port = http.bind_to_any_port(address.host);
    } else if (!http.bind_to_port(address.host, address.port)) {
      bound.port = -1;
    }
    return bound.port > 0 ? "http://" + bound.text() : std::string();
  }

  void serve() {
    std::string at = url;
    while (at.empty() && !stop.stop_requested()) {
      system_clock().sleep_for(pause_between_attempts, stop.get_token());
      if (!stop.stop_requested()) at = bind();
      if (!at.empty()) log::info("metrics at {}/metrics", at);
    }
    if (!at.empty() && !stop.stop_requested()) http.listen_after_bind();
    ended = true;
  }
};

PageServer::PageServer(config::ListenAddress address, Pages pages)
    : implementation_(std::make_unique<Implementation>()) {
  Implementation& self = *implementation_;
  self.address = std::move(address);
  self.http.set_pre_routing_handler(
      [pages = std::move(pages)](const httplib::Request& request, httplib::Response& response) {
        answer(pages, request, response);
        return httplib::Server::HandlerResponse::Handled;
      });
  self.url = self.bind();
  self.thread = std::thread([&self] { self.serve(); });
}

PageServer::~PageServer() { stop(); }

const std::string& PageServer::url() const { return implementation_->url; }

void PageServer::stop() {
  Implementation& self = *implementation_;
  if (!self.thread.joinable()) return;
  self.stop.request_stop();
  // More than once: it may be about to listen.
  while (!self.ended) {
    self.http.end();
    std::this_thread::sleep_for(Milliseconds(1));
  }
  self.thread.join();
}

}  // namespace lakemirror::cli
