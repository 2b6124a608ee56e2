// What the sweep makes of mishaps is what the real transport makes of them over real sockets.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "aws/curl_transport.h"
#include "aws/http_client.h"
#include "base/random.h"
#include "sweep/answers.h"

namespace lakemirror::sweep {
namespace {

constexpr const char* kTable = R"({"Table":{"Name":"orders","DatabaseName":"sales"}})";

enum class End { close, reset };

/// Takes one request, sends these bytes and ends the connection.
class OneAnswer {
 public:
  OneAnswer(std::string bytes, End end) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof(address);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener_, 1);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, bytes = std::move(bytes), end] { answer(bytes, end); });
  }
  ~OneAnswer() {
    thread_.join();
    ::close(listener_);
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }

 private:
  void answer(const std::string& bytes, End end) const {
    const int connection = ::accept(listener_, nullptr, nullptr);
    std::string request;
    char buffer[4096];
    while (request.find("}") == std::string::npos) {  // the body is one small object
      const auto got = ::recv(connection, buffer, sizeof(buffer), 0);
      if (got <= 0) break;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    (void)::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (end == End::reset) {
      const linger at_once{.l_onoff = 1, .l_linger = 0};
      ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    }
    ::close(connection);
  }

  int listener_ = -1;
  int port_ = 0;
  std::jthread thread_;
};

/// Answers every request alike.
class Always : public aws::Transport {
 public:
  explicit Always(Result<aws::HttpResponse> answer) : answer_(std::move(answer)) {}
  Result<aws::HttpResponse> send(const aws::HttpRequest&, const aws::Credentials&) override {
    return answer_;
  }

 private:
  Result<aws::HttpResponse> answer_;
};

/// What the client makes of it, as far as anything depends on it.
std::string outcome(std::shared_ptr<aws::Transport> transport, const std::string& url) {
  VirtualClock clock{Time{}};
  Random random(1);
  aws::Destination destination{.region = "us-east-1"};
  destination.urls.fill(url);
  aws::HttpClient client(
      std::move(destination),
      aws::SenderParts{.transport = std::move(transport),
                       .credentials = std::make_shared<aws::StaticCredentials>(
                           aws::Credentials{.access_key_id = "AKID", .secret_access_key = "hush"}),
                       .clock = clock,
                       .random = random,
                       .max_attempts = 1},
      0);
  const auto answer =
      client.call(api::Service::glue, "GetTable", {{"DatabaseName", "sales"}, {"Name", "orders"}});
  if (answer) return "answered " + json::serialize(*answer);
  return fmt::format("{} {}", to_string(answer.error().kind), answer.error().code);
}

std::string in_the_sweep(Mishap mishap) {
  return outcome(std::make_shared<Always>(
                     heard(mishap, api::Service::glue, "GetTable", {.status = 200, .body = kTable})),
                 "http://aws.local");
}

std::string over_a_socket(std::string bytes, End end = End::close) {
  const OneAnswer server(std::move(bytes), end);
  return outcome(std::make_shared<aws::CurlTransport>(), server.url());
}

std::string written(const aws::HttpResponse& response, std::size_t announced) {
  return fmt::format(
      "HTTP/1.1 {} Said\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n\r\n{}",
      response.status, announced, response.body);
}

TEST(TheWire, WhatIsAnsweredIsHeardAsInTheSweep) {
  for (const auto mishap : {Mishap::throttled, Mishap::iam_throttled, Mishap::conflict, Mishap::internal,
                            Mishap::timeout, Mishap::denied, Mishap::late_internal, Mishap::late_timeout,
                            Mishap::garbled, Mishap::empty, Mishap::hollow}) {
    const auto answer = *heard(mishap, api::Service::glue, "GetTable", {.status = 200, .body = kTable});
    EXPECT_EQ(over_a_socket(written(answer, answer.body.size())), in_the_sweep(mishap)) << to_string(mishap);
  }
  EXPECT_EQ(in_the_sweep(Mishap::throttled), "retry ThrottlingException");
  EXPECT_EQ(in_the_sweep(Mishap::denied), "denied AccessDeniedException");
}

TEST(TheWire, ConnectionsThatEndEarlyAreHeardAsInTheSweep) {
  const auto half = std::string(kTable).substr(0, 20);
  const auto whole = std::string(kTable).size();
  EXPECT_EQ(over_a_socket("", End::reset), in_the_sweep(Mishap::reset));
  EXPECT_EQ(over_a_socket("", End::close), in_the_sweep(Mishap::lost));
  EXPECT_EQ(over_a_socket(written({.status = 200, .body = half}, whole)), in_the_sweep(Mishap::cut));
  EXPECT_EQ(over_a_socket(written({.status = 200, .body = half}, whole), End::reset),
            in_the_sweep(Mishap::cut));
  EXPECT_EQ(over_a_socket("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n" + half + "\r\n"),
            in_the_sweep(Mishap::cut));
  EXPECT_EQ(in_the_sweep(Mishap::cut), "retry Unreachable");
}

TEST(TheWire, AnAnswerCutWithinItsHeadIsNoEmptyAnswer) {
  for (const auto* head : {"HTTP/1.1 200 OK\r\nContent-Ty", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 2"})
    EXPECT_TRUE(over_a_socket(head).starts_with("retry ")) << head;
}

}  // namespace
}  // namespace lakemirror::sweep
