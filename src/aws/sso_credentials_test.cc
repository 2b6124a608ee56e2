#include "aws/sso_credentials.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "aws/test_support.h"
#include "base/text.h"

namespace lakemirror::aws {
namespace {

using testing::json_answer;

constexpr const char* portal_answer =
    R"({"roleCredentials":{"accessKeyId":"S","secretAccessKey":"hush","sessionToken":"t","expiration":1790449200500}})";
constexpr const char* session_config =
    "[profile p]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Data+Admin\n"
    "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n";

class SsoCredentialsTest : public ::testing::Test {
 protected:
  Result<std::optional<Credentials>> find(const std::string& config, Result<HttpResponse> answer) {
    const Environment environment = testing::environment_of(
        {{"HOME", folder_.path()}, {"AWS_CONFIG_FILE", folder_.write("config", config)}});
    transport_ =
        std::make_shared<testing::FakeTransport>(std::vector<Result<HttpResponse>>{std::move(answer)});
    const auto shared = SharedConfig::load(environment).value();
    auto found = sso_credentials(*shared.find("p"), shared, environment,
                                 {.clock = clock_,
                                  .sts = {},
                                  .transport = transport_,
                                  .portal = [](const std::string& region) -> Result<std::string> {
                                    return "https://portal.sso." + region;
                                  },
                                  .nearby = {}});
    if (!found) {
      EXPECT_EQ(found.error().text().find("hush"), std::string::npos) << found.error().text();
    }
    return found;
  }

  void sign_in(const std::string& name, const std::string& expires_at) {
    std::filesystem::create_directories(folder_.path() + "/.aws/sso/cache");
    folder_.write(".aws/sso/cache/" + sha1_hex(name) + ".json",
                  R"({"accessToken": "hush-token", "expiresAt": ")" + expires_at + "\"}");
  }

  Error failure(const std::string& config, Result<HttpResponse> answer = json_answer(200, portal_answer)) {
    auto found = find(config, std::move(answer));
    EXPECT_FALSE(found);
    return found ? Error{} : found.error();
  }

  testing::TemporaryFolder folder_;
  VirtualClock clock_{parse_time("2026-09-26T18:00:00Z").value()};
  std::shared_ptr<testing::FakeTransport> transport_;
};

TEST_F(SsoCredentialsTest, ASessionsTokenOpensThePortal) {
  sign_in("corp", "2026-09-26T19:00:00Z");
  const auto found = find(session_config, json_answer(200, portal_answer));
  ASSERT_TRUE(found && *found) << found.error().text();
  EXPECT_EQ(**found, (Credentials{"S", "hush", "t", parse_time("2026-09-26T19:00:00.5Z").value(),
                                  "SSO of profile p"}));
  const HttpRequest& request = transport_->requests.at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(
      request.url,
      "https://portal.sso.eu-west-1/federation/credentials?account_id=111122223333&role_name=Data%2BAdmin");
  EXPECT_EQ(request.headers, std::vector<std::string>{"x-amz-sso_bearer_token: hush-token"});
  EXPECT_EQ(transport_->signers.at(0), Credentials{});
}

TEST_F(SsoCredentialsTest, OlderProfilesNameTheirTokenByTheStartUrl) {
  sign_in("https://corp.example/start", "2026-09-26T19:00:00UTC");
  const auto found = find(
      "[profile p]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\nsso_account_id = 1\n"
      "sso_role_name = r\n",
      json_answer(200, portal_answer));
  EXPECT_TRUE(found && *found);
}

TEST_F(SsoCredentialsTest, WithoutASignInItSaysWhatToRun) {
  for (const char* when : {"", "2026-09-26T17:59:59Z"}) {
    if (*when != '\0') sign_in("corp", when);
    const Error error = failure(session_config);
    EXPECT_EQ(error.kind, ErrorKind::denied);
    EXPECT_NE(error.hint.find("aws sso login --profile p"), std::string::npos);
    EXPECT_NE(error.hint.find("does not renew a sign-in"), std::string::npos);
    EXPECT_TRUE(transport_->requests.empty());
  }
  EXPECT_EQ(failure(session_config).message, "the sign-in expired at 2026-09-26T17:59:59Z");
  folder_.write(".aws/sso/cache/" + sha1_hex("corp") + ".json", "hush");
  EXPECT_NE(failure(session_config).message.find("holds no token"), std::string::npos);
}

TEST_F(SsoCredentialsTest, WhatThePortalRefusesIsSaidByItsCode) {
  sign_in("corp", "2026-09-26T19:00:00Z");
  const auto refusal = [&](int status, std::string type) {
    return failure(
        session_config,
        HttpResponse{.status = status, .headers = {{"x-amzn-errortype", std::move(type)}}, .body = "hush"});
  };
  const Error unauthorized = refusal(401, "UnauthorizedException:http://x");
  EXPECT_EQ(unauthorized.message, "the portal answers HTTP status 401, UnauthorizedException");
  EXPECT_NE(unauthorized.hint.find("aws sso login"), std::string::npos);
  EXPECT_NE(refusal(403, "ForbiddenException").hint.find("role Data+Admin in account 111122223333"),
            std::string::npos);
  EXPECT_EQ(refusal(503, "hush hush").kind, ErrorKind::retry);
  EXPECT_EQ(failure(session_config, json_answer(200, "<html>hush")).message,
            "the portal's answer holds no credentials");
}

TEST_F(SsoCredentialsTest, HalfASettingIsAnErrorAndNoSettingIsNone) {
  EXPECT_EQ(failure("[profile p]\nsso_account_id = 1\n").message,
            "it signs in by SSO, but has no sso_start_url, sso_region, sso_role_name");
  EXPECT_NE(failure("[profile p]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n")
                .message.find("its sso_session corp is not in"),
            std::string::npos);
  EXPECT_EQ(
      failure(std::string(session_config) + "[profile q]\n[profile p]\nsso_region = us-east-1\n").message,
      "sso_region differs between the profile and its sso_session");
  const auto none = find("[profile p]\nsso_session = corp\n", json_answer(200, portal_answer));
  EXPECT_TRUE(none && !*none);
}

}  // namespace
}  // namespace lakemirror::aws
