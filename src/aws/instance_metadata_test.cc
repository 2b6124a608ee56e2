#include "aws/instance_metadata.h"

#include <gtest/gtest.h>

#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::environment_of;
using testing::json_answer;

constexpr const char* instance_answer =
    R"({"Code":"Success","AccessKeyId":"I","SecretAccessKey":"hush","Token":"t","Expiration":"2026-09-26T19:00:00Z"})";

class InstanceMetadataTest : public ::testing::Test {
 protected:
  Result<Sought> find(std::vector<Result<HttpResponse>> answers,
                      MetadataSettings settings = {.endpoint = "http://127.0.0.1:9/"}) {
    transport_ = std::make_shared<testing::FakeTransport>(std::move(answers));
    return instance_metadata_credentials(
        settings,
        {.clock = clock_, .sts = {}, .transport = {}, .portal = {}, .nearby = [this](Milliseconds timeout) {
           timeout_ = timeout;
           return transport_;
         }});
  }

  /// Why nothing is found.
  std::string nothing(std::vector<Result<HttpResponse>> answers) {
    const auto found = find(std::move(answers));
    EXPECT_TRUE(found && !found->credentials);
    if (!found) return "an Error";
    EXPECT_EQ(found->nothing.find("hush"), std::string::npos);
    return found->nothing;
  }

  /// The Error of a service that is there and may do better later.
  std::string unwell(std::vector<Result<HttpResponse>> answers) {
    const auto found = find(std::move(answers));
    EXPECT_FALSE(found);
    if (found) return "no Error";
    EXPECT_EQ(found.error().kind, ErrorKind::retry);
    return found.error().message;
  }

  const Result<HttpResponse> silence =
      fail({.kind = ErrorKind::retry, .message = "127.0.0.1:9: Timeout was reached"});
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::shared_ptr<testing::FakeTransport> transport_;
  Milliseconds timeout_{};
};

TEST_F(InstanceMetadataTest, IsAskedByVersionTwoOnly) {
  const auto found = find(
      {json_answer(200, "TOKEN=="), json_answer(200, "worker\nother\n"), json_answer(200, instance_answer)});
  ASSERT_TRUE(found && found->credentials);
  EXPECT_EQ(*found->credentials, (Credentials{"I", "hush", "t", parse_time("2026-09-26T19:00:00Z").value(),
                                              "instance metadata, role worker"}));
  ASSERT_EQ(transport_->requests.size(), 3u);
  EXPECT_EQ(transport_->requests[0].method, "PUT");
  EXPECT_EQ(transport_->requests[0].url, "http://127.0.0.1:9/latest/api/token");
  EXPECT_EQ(transport_->requests[0].headers.at(0), "X-aws-ec2-metadata-token-ttl-seconds: 21600");
  EXPECT_EQ(transport_->requests[2].method, "GET");
  EXPECT_EQ(transport_->requests[2].url,
            "http://127.0.0.1:9/latest/meta-data/iam/security-credentials/worker");
  for (const std::size_t get : {1u, 2u})
    EXPECT_EQ(transport_->requests[get].headers.at(0), "X-aws-ec2-metadata-token: TOKEN==");
  EXPECT_EQ(timeout_, Seconds(1));
}

TEST_F(InstanceMetadataTest, WithoutATokenNothingElseIsAsked) {
  for (const int status : {400, 403, 404, 405, 302}) {
    EXPECT_EQ(
        nothing({json_answer(status, "")}),
        "instance metadata at http://127.0.0.1:9/ (its answer to the request for a token has HTTP status " +
            std::to_string(status) + ")");
    EXPECT_EQ(transport_->requests.size(), 1u);
  }
  EXPECT_EQ(nothing({silence}),
            "instance metadata at http://127.0.0.1:9/ (127.0.0.1:9: Timeout was reached; "
            "asked once, for at most 1s)");
  EXPECT_EQ(transport_->requests.size(), 1u);
}

TEST_F(InstanceMetadataTest, WhatIsNoMetadataServiceGivesNothing) {
  EXPECT_NE(nothing({json_answer(200, "hush\r\nX: y")}).find("no token"), std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "")}).find("no token"), std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(404, "")}).find("the instance has no role"),
            std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(200, "<html>hush")}).find("no name of a role"),
            std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(200, "../../hush")}).find("no name of a role"),
            std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(200, "r"), json_answer(200, "<html>hush")})
                .find("no JSON object"),
            std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(200, "r"),
                     json_answer(200, R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"hush"})")})
                .find("AssumeRoleUnauthorizedAccess"),
            std::string::npos);
  EXPECT_NE(nothing({json_answer(200, "t"), json_answer(200, "r"), json_answer(302, "")}).find("302"),
            std::string::npos);
}

TEST_F(InstanceMetadataTest, AServiceThatIsThereAndCannotAnswerMayLater) {
  EXPECT_EQ(unwell({json_answer(500, "")}), "it has HTTP status 500");
  EXPECT_EQ(unwell({json_answer(200, "t"), silence}), "127.0.0.1:9: Timeout was reached");
  EXPECT_EQ(unwell({json_answer(200, "t"), json_answer(200, "r"), json_answer(503, "")}),
            "it has HTTP status 503");
}

TEST_F(InstanceMetadataTest, IsAskedAsOftenAndAsLongAsItIsSaid) {
  const auto found =
      find({silence}, {.endpoint = "http://127.0.0.1:9/", .timeout = Seconds(5), .attempts = 3});
  EXPECT_EQ(transport_->requests.size(), 3u);
  EXPECT_EQ(timeout_, Seconds(5));
  EXPECT_NE(found->nothing.find("asked 3 times, for at most 5s each"), std::string::npos);
  EXPECT_FALSE(find({silence}, {.disabled = true})->credentials);
  EXPECT_TRUE(transport_->requests.empty());
}

TEST_F(InstanceMetadataTest, ExpiredOnesAreUsedAndSoonAskedForAgain) {
  clock_.advance(Seconds(7200));
  const auto found =
      find({json_answer(200, "t"), json_answer(200, "worker"), json_answer(200, instance_answer)});
  ASSERT_TRUE(found && found->credentials);
  EXPECT_EQ(found->credentials->expires_at, clock_.now() + std::chrono::minutes(15));
}

TEST(MetadataSettings, VariablesGoBeforeTheProfile) {
  const Profile profile{.config = {{"ec2_metadata_service_endpoint", "http://profile"},
                                   {"metadata_service_timeout", "3"},
                                   {"metadata_service_num_attempts", "4"}}};
  const auto by_profile = metadata_settings(environment_of({}), &profile);
  ASSERT_TRUE(by_profile);
  EXPECT_EQ(by_profile->endpoint, "http://profile/");
  EXPECT_EQ(by_profile->timeout, Seconds(3));
  EXPECT_EQ(by_profile->attempts, 4);
  const auto by_variables =
      metadata_settings(environment_of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://variable/"},
                                        {"AWS_METADATA_SERVICE_TIMEOUT", "2"},
                                        {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "5"}}),
                        &profile);
  ASSERT_TRUE(by_variables);
  EXPECT_EQ(by_variables->endpoint, "http://variable/");
  EXPECT_EQ(by_variables->timeout, Seconds(2));
  EXPECT_EQ(by_variables->attempts, 5);
}

TEST(MetadataSettings, ModesHaveTheirAddresses) {
  const auto endpoint = [](const char* mode) {
    return metadata_settings(environment_of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", mode}}), nullptr)
        ->endpoint;
  };
  EXPECT_EQ(endpoint(""), "http://169.254.169.254/");
  EXPECT_EQ(endpoint("IPv4"), "http://169.254.169.254/");
  EXPECT_EQ(endpoint("IPv6"), "http://[fd00:ec2::254]/");
}

TEST(MetadataSettings, WhatCannotBeUsedIsNamed) {
  const std::pair<const char*, const char*> wrong[] = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5"},
                                                       {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "127.0.0.1"},
                                                       {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://u:p@h"},
                                                       {"AWS_METADATA_SERVICE_TIMEOUT", "0"},
                                                       {"AWS_METADATA_SERVICE_TIMEOUT", "1s"},
                                                       {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "-1"}};
  for (const auto& [variable, value] : wrong) {
    const auto settings = metadata_settings(environment_of({{variable, value}}), nullptr);
    ASSERT_FALSE(settings) << variable << " " << value;
    EXPECT_NE(settings.error().subject.find(variable), std::string::npos);
  }
}

}  // namespace
}  // namespace lakemirror::aws
