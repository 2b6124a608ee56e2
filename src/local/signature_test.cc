#include "local/signature.h"

#include <gtest/gtest.h>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

constexpr std::string_view stamp = "20260926T183402Z";  // the clock of TestAws

std::string authorization(const Authorization& parts, std::string_view signature) {
  return "AWS4-HMAC-SHA256 Credential=" + parts.access_key_id + "/" + parts.date + "/" + parts.region + "/" +
         parts.service + "/aws4_request, SignedHeaders=" + join(parts.signed_headers, ";") +
         ", Signature=" + std::string(signature);
}

/// A Glue request signed as a client would.
HttpRequest signed_request(std::string key, const std::string& secret, std::string_view at = stamp,
                           std::string token = {}) {
  HttpRequest request{.headers = {{"Host", "localhost"},
                                  {"X-Amz-Date", std::string(at)},
                                  {"X-Amz-Target", "AWSGlue.GetDatabases"}},
                      .body = "{}"};
  if (!token.empty()) request.headers.emplace_back("X-Amz-Security-Token", token);
  const Authorization parts{.access_key_id = std::move(key),
                            .date = std::string(at.substr(0, 8)),
                            .region = "us-east-1",
                            .service = "glue",
                            .signed_headers = {"host", "x-amz-date", "x-amz-target"}};
  SigningKeys keys;
  request.headers.emplace_back("Authorization",
                               authorization(parts, expected_signature(request, parts, secret, keys)));
  return request;
}

std::string type_of(const HttpResponse& response) {
  const auto body = parse_json(response.body).value();
  return std::string(text_or(body.as_object(), "__type"));
}

TEST(Signature, AgreesWithTheTestSuiteAwsPublishes) {
  SigningKeys keys;
  const std::string secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  const Authorization parts{.access_key_id = "AKIDEXAMPLE",
                            .date = "20150830",
                            .region = "us-east-1",
                            .service = "service",
                            .signed_headers = {"host", "x-amz-date"}};
  HttpRequest request{.method = "GET",
                      .headers = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}}};
  EXPECT_EQ(expected_signature(request, parts, secret, keys),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");  // get-vanilla
  request.target = "/?Param2=value2&Param1=value1";
  EXPECT_EQ(
      expected_signature(request, parts, secret, keys),
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");  // get-vanilla-query-order-key-case
}

TEST(Signature, IsAskedForAndMustBeRight) {
  TestAws test;
  EXPECT_EQ(test.aws.handle(signed_request("AKIAANY", "test")).status, 200);
  EXPECT_EQ(type_of(test.aws.handle(signed_request("AKIAANY", "wrong"))), "InvalidSignatureException");
  HttpRequest tampered = signed_request("AKIAANY", "test");
  tampered.body = R"({"MaxResults":1})";
  EXPECT_EQ(type_of(test.aws.handle(tampered)), "InvalidSignatureException");
  HttpRequest bare = signed_request("AKIAANY", "test");
  bare.headers.pop_back();
  EXPECT_EQ(type_of(test.aws.handle(bare)), "MissingAuthenticationTokenException");
  bare.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  EXPECT_EQ(type_of(test.aws.handle(bare)), "IncompleteSignatureException");
}

TEST(Signature, IsGoodForFiveMinutes) {
  TestAws test;
  EXPECT_EQ(test.aws.handle(signed_request("AKIAANY", "test", "20260926T182902Z")).status, 200);
  const HttpResponse late = test.aws.handle(signed_request("AKIAANY", "test", "20260926T182901Z"));
  EXPECT_EQ(type_of(late), "InvalidSignatureException");
  EXPECT_NE(late.body.find("Signature expired: 20260926T182901Z"), std::string::npos);
  EXPECT_EQ(type_of(test.aws.handle(signed_request("AKIAANY", "test", "20260926T184000Z"))),
            "InvalidSignatureException");
}

TEST(Signature, OfAKeyWithASecretOfItsOwnNeedsThatSecret) {
  VirtualClock clock(parse_time("2026-09-26T18:34:02Z").value());
  Aws aws({.clock = &clock, .secrets = {{"AKIAOWN", "own"}}});
  EXPECT_EQ(aws.handle(signed_request("AKIAOWN", "own")).status, 200);
  EXPECT_EQ(aws.handle(signed_request("AKIAOWN", "test")).status, 400);
  EXPECT_EQ(aws.handle(signed_request("AKIAANY", "test")).status, 200);
}

TEST(Signature, CanBeLeftOutWhereNobodyVerifies) {
  VirtualClock clock(parse_time("2026-09-26T18:34:02Z").value());
  Aws aws({.clock = &clock, .verify_signatures = false});
  EXPECT_EQ(aws.handle({.headers = {{"X-Amz-Target", "AWSGlue.GetDatabases"}}}).status, 200);
  EXPECT_EQ(aws.handle(signed_request("AKIAANY", "wrong")).status, 200);
}

TEST(AssumedRoles, ExpireWhenTheirTimeIsUp) {
  TestAws test;
  const Reply reply = test.call(
      api::Service::sts, "AssumeRole",
      R"({"RoleArn":"arn:aws:iam::123456789012:role/r","RoleSessionName":"ss","DurationSeconds":900})",
      "us-east-1");
  ASSERT_EQ(error_of(reply), "");
  const auto& keys = reply.output.at("Credentials").as_object();
  const auto call = [&](std::string_view at, std::string token) {
    return test.aws.handle(signed_request(std::string(text_or(keys, "AccessKeyId")),
                                          std::string(text_or(keys, "SecretAccessKey")), at,
                                          std::move(token)));
  };
  const std::string token(text_or(keys, "SessionToken"));
  EXPECT_EQ(call(stamp, token).status, 200);
  EXPECT_EQ(type_of(call(stamp, "forged")), "UnrecognizedClientException");
  EXPECT_EQ(type_of(call(stamp, "")), "UnrecognizedClientException");
  test.clock.advance(Milliseconds(900'000));
  EXPECT_EQ(type_of(call("20260926T184902Z", token)), "ExpiredTokenException");
}

}  // namespace
}  // namespace lakemirror::local
