#include "aws/container_credentials.h"

#include <gtest/gtest.h>

#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::json_answer;

constexpr const char* container_answer =
    R"({"AccessKeyId":"C","SecretAccessKey":"hush","Token":"t","Expiration":"2026-09-26T19:00:00Z"})";

class ContainerCredentialsTest : public ::testing::Test {
 protected:
  Result<Sought> find(std::map<std::string, std::string> variables,
                      std::vector<Result<HttpResponse>> answers = {json_answer(200, container_answer)}) {
    transport_ = std::make_shared<testing::FakeTransport>(std::move(answers));
    auto found = container_credentials(
        testing::environment_of(std::move(variables)),
        {.clock = clock_, .sts = {}, .transport = {}, .portal = {}, .nearby = [this](Milliseconds timeout) {
           EXPECT_EQ(timeout, Seconds(2));
           return transport_;
         }});
    if (!found) {
      EXPECT_EQ(found.error().text().find("hush"), std::string::npos);
    }
    return found;
  }

  Error failure(std::vector<Result<HttpResponse>> answers) {
    auto found = find({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"}}, std::move(answers));
    EXPECT_FALSE(found);
    return found ? Error{} : found.error();
  }

  testing::TemporaryFolder folder_;
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::shared_ptr<testing::FakeTransport> transport_;
};

TEST_F(ContainerCredentialsTest, AreAskedForAtTheRelativePathFirst) {
  const auto found = find({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1"},
                           {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"}});
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(*found->credentials,
            (Credentials{"C", "hush", "t", parse_time("2026-09-26T19:00:00Z").value(), "container"}));
  EXPECT_EQ(transport_->requests.at(0).url, "http://169.254.170.2/v2/credentials/1");
  EXPECT_EQ(transport_->requests.at(0).method, "GET");
  EXPECT_EQ(transport_->signers.at(0), Credentials{});
}

TEST_F(ContainerCredentialsTest, ARelativePathCannotChangeTheHost) {
  for (const char* path :
       {"@example.com/", ".example.com/", "v2/credentials", ":80@example.com", "3/v1", ":81/v2"}) {
    EXPECT_FALSE(find({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", path}})) << path;
    EXPECT_TRUE(transport_->requests.empty());
  }
}

TEST_F(ContainerCredentialsTest, TheTokenIsTakenFromItsFileAnewOrElseFromItsVariable) {
  const std::string file = folder_.write("token", "hush-one");
  std::map<std::string, std::string> variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://[::1]:9/c"},
                                                  {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "hush-variable"},
                                                  {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file}};
  ASSERT_TRUE(find(variables));
  EXPECT_EQ(transport_->requests.at(0).headers.back(), "Authorization: hush-one");
  folder_.write("token", "hush-two");
  ASSERT_TRUE(find(variables));
  EXPECT_EQ(transport_->requests.at(0).headers.back(), "Authorization: hush-two");
  variables.erase("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  ASSERT_TRUE(find(variables));
  EXPECT_EQ(transport_->requests.at(0).headers.back(), "Authorization: hush-variable");
}

TEST_F(ContainerCredentialsTest, ATokenWithALineBreakIsRefused) {
  for (const char* token : {"hush\n", "hush\r\nHost: x", "hush\rx"}) {
    const auto in_variable = find({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"},
                                   {"AWS_CONTAINER_AUTHORIZATION_TOKEN", token}});
    EXPECT_FALSE(in_variable);
    EXPECT_TRUE(transport_->requests.empty());
    const auto in_file = find({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"},
                               {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", folder_.write("token", token)}});
    EXPECT_FALSE(in_file);
    EXPECT_TRUE(transport_->requests.empty());
  }
}

TEST_F(ContainerCredentialsTest, WhatMayPassIsTriedThreeTimes) {
  const Result<HttpResponse> none =
      fail({.kind = ErrorKind::retry, .message = "127.0.0.1: Timeout was reached"});
  EXPECT_EQ(failure({none}).kind, ErrorKind::retry);
  EXPECT_EQ(transport_->requests.size(), 3u);
  EXPECT_EQ(failure({json_answer(503, "hush")}).message, "the answer has HTTP status 503");
  EXPECT_EQ(transport_->requests.size(), 3u);
  EXPECT_TRUE(find({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"}},
                   {none, json_answer(500, ""), json_answer(200, container_answer)}));
}

TEST_F(ContainerCredentialsTest, WhatCannotPassIsTriedOnce) {
  const auto once = [&](Result<HttpResponse> answer) {
    const Error error = failure({std::move(answer)});
    EXPECT_EQ(error.kind, ErrorKind::denied);
    EXPECT_EQ(transport_->requests.size(), 1u);
    return error.message;
  };
  EXPECT_EQ(once(json_answer(404, "hush")), "the answer has HTTP status 404");
  EXPECT_EQ(once({HttpResponse{.status = 302, .headers = {{"location", "http://169.254.169.254/"}}}}),
            "the answer has HTTP status 302");
  EXPECT_EQ(once(json_answer(200, "<html>hush</html>")), "the answer is no JSON object");
  EXPECT_EQ(once(json_answer(200, "[]")), "the answer is no JSON object");
  EXPECT_EQ(once(json_answer(200, R"({"code":"NoRole","message":"hush"})")), "the answer says NoRole");
  EXPECT_EQ(once(json_answer(200, R"({"code":"hush hush"})")),
            "AccessKeyId or SecretAccessKey is missing in the answer");
  EXPECT_EQ(once(json_answer(200, R"({"AccessKeyId":"C","SecretAccessKey":"hush","Token":"a\r\nb"})")),
            "the answer holds control characters");
  EXPECT_EQ(once(json_answer(200, R"({"AccessKeyId":"C","SecretAccessKey":"hush","Expiration":"soon"})")),
            "Expiration in the answer is no time");
  EXPECT_EQ(once(fail({.kind = ErrorKind::invalid, .message = "the answer is larger than 64 KB"})),
            "the answer is larger than 64 KB");
}

TEST_F(ContainerCredentialsTest, ExpiredOnesAreRefused) {
  clock_.advance(Seconds(3600));
  EXPECT_EQ(failure({json_answer(200, container_answer)}).message,
            "the credentials it hands out expired at 2026-09-26T19:00:00Z");
}

}  // namespace
}  // namespace lakemirror::aws
