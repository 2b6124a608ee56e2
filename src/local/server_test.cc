#include "local/server.h"

#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace lakemirror::local {
namespace {

TEST(Server, AnswersManyConnectionsAtOnce) {
  Aws aws({.verify_signatures = false});
  const auto server = Server::start(aws, "127.0.0.1", 0);
  ASSERT_TRUE(server) << server.error().text();
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&, i] {
        httplib::Client client("127.0.0.1", (*server)->port());
        client.set_keep_alive(true);
        client.set_tcp_nodelay(true);
        for (int j = 0; j < 50; ++j) {
          const std::string body =
              R"({"DatabaseInput":{"Name":"d)" + std::to_string(i) + "_" + std::to_string(j) + "\"}}";
          const auto answer = client.Post("/", {{"X-Amz-Target", "AWSGlue.CreateDatabase"}}, body,
                                          "application/x-amz-json-1.1");
          if (answer && answer->status == 200) ++made;
        }
      });
    }
  }
  EXPECT_EQ(made, 400);
  EXPECT_EQ(aws.dump("", "us-east-1").at("databases").as_object().size(), 400u);
}

/// Connects without waiting for it; the connection stands when the socket can be written to.
int begin_to_connect(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return socket;
}

TEST(Server, DropsNoneOfManyConnectionsThatComeAtOnce) {
  constexpr int soon_ms = 500;  // what was dropped is tried again after a second
  Aws aws({.verify_signatures = false});
  const auto server = Server::start(aws, "127.0.0.1", 0);
  ASSERT_TRUE(server) << server.error().text();
  std::vector<pollfd> clients(100);
  for (auto& client : clients)
    client = {.fd = begin_to_connect((*server)->port()), .events = POLLOUT, .revents = 0};
  std::size_t dropped = 0;
  for (auto& client : clients) {
    if (::poll(&client, 1, dropped == 0 ? soon_ms : 0) != 1) ++dropped;
  }
  EXPECT_EQ(dropped, 0u);
  for (const auto& client : clients) ::close(client.fd);
}

TEST(Server, RefusesAPortThatIsTaken) {
  Aws aws({});
  const auto first = Server::start(aws, "127.0.0.1", 0);
  ASSERT_TRUE(first);
  const auto second = Server::start(aws, "127.0.0.1", (*first)->port());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text().find("in use"), std::string::npos);
}

TEST(Server, TakesFormsOverEightKilobytes) {
  Aws aws({.verify_signatures = false});
  const auto server = Server::start(aws, "127.0.0.1", 0);
  ASSERT_TRUE(server);
  httplib::Client client("127.0.0.1", (*server)->port());
  const auto answer =
      client.Post("/", "Action=GetCallerIdentity&Version=2011-06-15&Padding=" + std::string(20'000, 'x'),
                  "application/x-www-form-urlencoded");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_NE(answer->body.find("<Arn>arn:aws:iam::123456789012:user/local</Arn>"), std::string::npos);
}

TEST(Server, NamesWhatItDoesNotKnow) {
  Aws aws({.verify_signatures = false});
  const auto server = Server::start(aws, "127.0.0.1", 0);
  ASSERT_TRUE(server);
  httplib::Client client("127.0.0.1", (*server)->port());
  const auto call = [&](const char* target, const char* body) {
    const auto answer = client.Post("/", {{"X-Amz-Target", target}}, body, "application/x-amz-json-1.1");
    return answer ? std::to_string(answer->status) + " " + answer->body : "no answer";
  };
  EXPECT_EQ(call("AWSGlue.GetCrawlers", "{}").substr(0, 40), R"(400 {"__type":"UnknownOperationException)");
  EXPECT_EQ(call("Nothing.GetDatabases", "{}").substr(0, 40), R"(400 {"__type":"UnknownOperationException)");
  EXPECT_EQ(call("AWSGlue.GetDatabases", "{").substr(0, 37), R"(400 {"__type":"SerializationException)");
  EXPECT_EQ(client.Get("/_local/nothing")->status, 404);
  EXPECT_EQ(client.Get("/_local/reset")->status, 405);
  EXPECT_EQ(client.Get("/_local/dump")->status, 400);
}

}  // namespace
}  // namespace lakemirror::local
