#include "aws/curl_transport.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <future>
#include <set>
#include <thread>

#include "aws/connect.h"
#include "aws/error.h"
#include "aws/test_support.h"
#include "aws/user_agent.h"

namespace lakemirror::aws {
namespace {

const Credentials keys{.access_key_id = "AKID", .secret_access_key = "hush", .session_token = "token"};

/// An HTTP server on a port of its own that answers 200 with what it was sent.
class CurlTransportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto answer = [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      last_ = request;
      client_ports_.insert(request.remote_port);
      response.set_header("X-Amzn-RequestId", "r-5");
      response.set_content(request.body, "text/plain");
    };
    server_.Post(".*", answer).Put(".*", answer).Get(".*", answer);
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(1'000'000);
    server_.set_keep_alive_timeout(1);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  void TearDown() override { server_.stop(); }

  HttpRequest request(std::string method, std::string body = {}) const {
    return {.method = std::move(method),
            .url = "http://127.0.0.1:" + std::to_string(port_) + "/",
            .headers = {"Content-Type: text/plain"},
            .body = std::move(body),
            .signing_service = "glue",
            .signing_region = "eu-west-1"};
  }

  std::size_t connections() {
    const std::lock_guard lock(mutex_);
    return client_ports_.size();
  }

  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;
  httplib::Request last_;
  std::set<int> client_ports_;
  std::jthread thread_;
  CurlTransport transport_;
};

TEST_F(CurlTransportTest, AStopEndsARequestThatIsNotAnswered) {
  std::promise<void> over;
  server_.Delete(
      ".*", [told = over.get_future().share()](const httplib::Request&, httplib::Response&) { told.wait(); });
  std::stop_source stop;
  CurlTransport transport({.stop = stop.get_token(), .stop_grace = Milliseconds(10)});
  std::jthread later([&stop] { stop.request_stop(); });
  const auto response = transport.send(request("DELETE"), keys);
  over.set_value();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::retry);
  EXPECT_NE(response.error().message.find("time to stop"), std::string::npos) << response.error().text();
}

TEST_F(CurlTransportTest, SendsASignedRequestInOurName) {
  const auto response = transport_.send(request("POST", "{}"), keys);
  ASSERT_TRUE(response) << response.error().text();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "{}");
  EXPECT_EQ(response->header("x-amzn-requestid"), "r-5");
  EXPECT_EQ(last_.get_header_value("User-Agent"), user_agent());
  EXPECT_TRUE(last_.get_header_value("Authorization").starts_with("AWS4-HMAC-SHA256 Credential=AKID/"));
  EXPECT_EQ(last_.get_header_value("X-Amz-Security-Token"), "token");
}

TEST_F(CurlTransportTest, KeepsOneConnectionForCallsInARow) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(transport_.send(request("POST", "{}"), keys));
  EXPECT_EQ(connections(), 1u);
}

TEST_F(CurlTransportTest, ServesSeveralThreadsWithOneConnectionEach) {
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([this] {
        for (int i = 0; i < 25; ++i) EXPECT_TRUE(transport_.send(request("POST", std::to_string(i)), keys));
      });
    }
  }
  EXPECT_LE(connections(), 4u);
}

TEST_F(CurlTransportTest, NothingOfOneRequestIsLeftInTheNext) {
  ASSERT_EQ(transport_.send(request("PUT", "first"), keys)->body, "first");
  EXPECT_EQ(last_.method, "PUT");
  ASSERT_EQ(transport_.send(request("HEAD"), keys)->body, "");
  EXPECT_EQ(last_.method, "HEAD");
  ASSERT_EQ(transport_.send(request("GET"), keys)->body, "");
  EXPECT_EQ(last_.method, "GET");
  ASSERT_EQ(transport_.send(request("POST", std::string("a\0b", 3)), keys)->body, std::string("a\0b", 3));
  EXPECT_EQ(last_.method, "POST");
  EXPECT_TRUE(transport_.send(request("POST"), {.access_key_id = "B", .secret_access_key = "hush"}));
  EXPECT_FALSE(last_.has_header("X-Amz-Security-Token"));
}

TEST_F(CurlTransportTest, SendsLargeBodiesWithoutWaitingForPermission) {
  const auto before = std::chrono::steady_clock::now();
  const std::string body(3 << 20, 'x');
  const auto response = transport_.send(request("POST", body), keys);
  ASSERT_TRUE(response) << response.error().text();
  EXPECT_EQ(response->body.size(), body.size());
  EXPECT_LT(std::chrono::steady_clock::now() - before, Seconds(5));
}

TEST_F(CurlTransportTest, AnAddressWhereNobodyListensIsUnreachable) {
  HttpRequest lost = request("POST");
  lost.url = "http://127.0.0.1:1/";
  const auto response = transport_.send(lost, keys);
  ASSERT_FALSE(response);
  EXPECT_TRUE(is_unreachable(response.error()));
  EXPECT_NE(response.error().message.find("127.0.0.1:1"), std::string::npos);
  EXPECT_FALSE(response.error().hint.empty());
}

TEST_F(CurlTransportTest, ACertificateNobodyCanCheckIsDenied) {
  CurlTransport strict({.ca_bundle = "/no/such/bundle.pem"});
  HttpRequest secure = request("POST");
  secure.url = "https://127.0.0.1:" + std::to_string(port_) + "/";
  const auto response = strict.send(secure, keys);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::denied);
  EXPECT_NE(response.error().hint.find("AWS_CA_BUNDLE"), std::string::npos);
}

TEST_F(CurlTransportTest, ConnectFindsRegionEndpointAndKeysInTheEnvironment) {
  Random random(1);
  const auto client = connect({.clock = system_clock(),
                               .random = random,
                               .environment = testing::environment_of(
                                   {{"AWS_REGION", "eu-central-1"},
                                    {"AWS_ENDPOINT_URL_GLUE", "http://127.0.0.1:" + std::to_string(port_)},
                                    {"AWS_ACCESS_KEY_ID", "FROM-ENV"},
                                    {"AWS_SECRET_ACCESS_KEY", "hush"}})});
  ASSERT_TRUE(client) << client.error().text();
  EXPECT_EQ((*client)->region(), "eu-central-1");
  EXPECT_EQ((*client)->credentials()->source, "environment");
  const auto echoed = (*client)->call(api::Service::glue, "GetDatabase", {{"Name", "d"}});
  ASSERT_TRUE(echoed) << echoed.error().text();
  EXPECT_EQ(*echoed, (json::object{{"Name", "d"}}));
  const std::string authorization = last_.get_header_value("Authorization");
  EXPECT_TRUE(authorization.starts_with("AWS4-HMAC-SHA256 Credential=FROM-ENV/")) << authorization;
  EXPECT_NE(authorization.find("/eu-central-1/glue/aws4_request"), std::string::npos) << authorization;
}

TEST(Connect, AsksForARegion) {
  Random random(1);
  const auto client =
      connect({.clock = system_clock(), .random = random, .environment = testing::environment_of({})});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().message, "no Region is configured");
}

TEST(Connect, WithoutCredentialsTheFirstCallSaysWhatWasTried) {
  Random random(1);
  const auto client = connect({.clock = system_clock(),
                               .random = random,
                               .region = "eu-west-1",
                               .environment = testing::environment_of({{"HOME", "/nonexistent"}})});
  ASSERT_TRUE(client);
  const auto output = (*client)->call(api::Service::glue, "GetDatabase", {{"Name", "d"}});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::denied);
  EXPECT_NE(output.error().message.find("tried: 1. environment"), std::string::npos);
}

}  // namespace
}  // namespace lakemirror::aws
