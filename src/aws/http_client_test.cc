#include "aws/http_client.h"

#include <gtest/gtest.h>

#include "aws/backoff.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::FakeTransport;
using testing::json_answer;

const Time start_time = parse_time("2026-09-26T18:00:00Z").value();
constexpr const char* throttled = R"({"__type":"ThrottlingException","message":"Rate exceeded"})";

class CountingCredentials : public StaticCredentials {
 public:
  CountingCredentials() : StaticCredentials({.access_key_id = "AKID", .secret_access_key = "hush"}) {}
  void invalidate(const Credentials&) override { ++invalidated; }
  int invalidated = 0;
};

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClient& client_that_gets(std::vector<Result<HttpResponse>> answers, double lookup_rate = 1) {
    transport_ = std::make_shared<FakeTransport>(std::move(answers));
    const std::string url = "https://aws.example";
    client_ = std::make_unique<HttpClient>(
        Destination{"eu-west-1", {url, url, url, url}},
        SenderParts{transport_, credentials_, clock_, random_, default_attempts, stop_.get_token()},
        lookup_rate);
    return *client_;
  }
  Result<json::object> get_database() {
    return client_->call(api::Service::glue, "GetDatabase", {{"Name", "d"}});
  }

  VirtualClock clock_{start_time};
  Random random_{1};
  std::stop_source stop_;
  std::shared_ptr<CountingCredentials> credentials_ = std::make_shared<CountingCredentials>();
  std::shared_ptr<FakeTransport> transport_;
  std::unique_ptr<HttpClient> client_;
};

TEST_F(HttpClientTest, ItsErrorsHaveNoSecretThatAwsQuotesBack) {
  client_that_gets({json_answer(403, R"({"__type":"InvalidSignatureException","message":"hush, hush"})")});
  const auto output = get_database();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().message, "***, ***");
}

TEST_F(HttpClientTest, AsksBeforeEachRequestAndSendsNoneAgainstTheAnswer) {
  transport_ = std::make_shared<FakeTransport>(
      std::vector<Result<HttpResponse>>{json_answer(400, throttled), json_answer(200, "{}")});
  std::vector<std::string> asked;
  std::size_t allowed = 2;
  SenderParts parts{transport_, credentials_, clock_, random_, default_attempts, stop_.get_token()};
  parts.before_send = [&](std::string_view operation) -> Result<void> {
    asked.emplace_back(operation);
    if (asked.size() <= allowed) return {};
    return fail({.kind = ErrorKind::retry, .code = "LeaseLost", .message = "over"});
  };
  const std::string url = "https://aws.example";
  client_ = std::make_unique<HttpClient>(Destination{"eu-west-1", {url, url, url, url}}, std::move(parts), 1);
  EXPECT_TRUE(get_database());
  EXPECT_EQ(asked, (std::vector<std::string>{"glue:GetDatabase", "glue:GetDatabase"}))
      << "once for each attempt";
  const auto refused = get_database();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "LeaseLost");
  EXPECT_EQ(asked.size(), 3u) << "asking again would not help";
  EXPECT_EQ(transport_->requests.size(), 2u);
}

TEST_F(HttpClientTest, KnowsWhenItLastSentARequest) {
  client_that_gets({json_answer(200, "{}")});
  EXPECT_FALSE(client_->last_sent());
  ASSERT_TRUE(get_database());
  EXPECT_EQ(client_->last_sent(), start_time);
  clock_.advance(Seconds(5));
  ASSERT_TRUE(get_database());
  EXPECT_EQ(client_->last_sent(), start_time + Seconds(5));
}

TEST_F(HttpClientTest, SpeaksJsonToGlue) {
  client_that_gets({json_answer(200, R"({"Database":{"Name":"d"}})")});
  const auto output = get_database();
  ASSERT_TRUE(output) << output.error().text();
  EXPECT_EQ(json::serialize(*output), R"({"Database":{"Name":"d"}})");
  const HttpRequest& request = transport_->requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://aws.example/");
  EXPECT_EQ(request.body, R"({"Name":"d"})");
  EXPECT_EQ(request.signing_service, "glue");
  EXPECT_EQ(request.signing_region, "eu-west-1");
  EXPECT_EQ(request.headers, (std::vector<std::string>{"Content-Type: application/x-amz-json-1.1",
                                                       "X-Amz-Target: AWSGlue.GetDatabase"}));
  EXPECT_EQ(transport_->signers.at(0).access_key_id, "AKID");
}

TEST_F(HttpClientTest, RetriesThrottlingAndCountsIt) {
  client_that_gets({json_answer(400, throttled), json_answer(400, throttled), json_answer(200, "{}")});
  EXPECT_TRUE(get_database());
  EXPECT_EQ(client_->statistics(),
            (Statistics{{"glue:GetDatabase", {.calls = 1, .retries = 2, .throttles = 2}}}));
}

TEST_F(HttpClientTest, GivesUpAfterItsAttemptsWithTheLastError) {
  client_that_gets({json_answer(500, R"({"__type":"InternalServiceException","Message":"oops"})")});
  const auto output = get_database();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::retry);
  EXPECT_EQ(output.error().operation, "glue:GetDatabase");
  EXPECT_EQ(output.error().message, "oops");
  EXPECT_EQ(output.error().request_id, "r-1");
  EXPECT_EQ(transport_->requests.size(), 6u);
  EXPECT_EQ(client_->statistics().at("glue:GetDatabase"),
            (OperationCounts{.calls = 1, .retries = 5, .throttles = 0, .failures = 1}));
  EXPECT_LE(clock_.now() - start_time, Milliseconds(50 + 100 + 200 + 400 + 800));
}

TEST_F(HttpClientTest, DoesNotRepeatWhatCannotSucceed) {
  client_that_gets(
      {json_answer(400, R"({"__type":"EntityNotFoundException","Message":"Entity Not Found"})")});
  const auto output = get_database();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::missing);
  EXPECT_EQ(transport_->requests.size(), 1u);
  EXPECT_EQ(clock_.now(), start_time);
}

TEST_F(HttpClientTest, RetriesANetworkThatFails) {
  client_that_gets({fail({.kind = ErrorKind::retry, .message = "connection reset"}), json_answer(200, "{}")});
  EXPECT_TRUE(get_database());
  EXPECT_EQ(transport_->requests.size(), 2u);
}

TEST_F(HttpClientTest, TellsOfARefusalThatTheAnswerToAnEarlierAttemptWasLost) {
  const auto refusal = json_answer(400, R"({"__type":"InvalidInputException","Message":"it is there"})");
  client_that_gets({json_answer(400, throttled), refusal});
  EXPECT_FALSE(get_database().error().answer_was_lost) << "throttled: nothing was done";
  client_that_gets({fail({.kind = ErrorKind::retry, .message = "connection reset"}),
                    json_answer(400, throttled), refusal});
  const auto refused = get_database();
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_TRUE(refused.error().answer_was_lost);
}

TEST_F(HttpClientTest, ReadsTheCodeFromHeaderOrQualifiedType) {
  client_that_gets(
      {HttpResponse{.status = 400,
                    .headers = {{"x-amzn-errortype", "AlreadyExistsException:http://internal.amazon.com/"}},
                    .body = R"({"Message":"Database already exists."})"},
       json_answer(400, R"({"__type":"com.amazonaws.glue#AlreadyExistsException","Message":"x"})")});
  const auto by_header = get_database();
  EXPECT_EQ(by_header.error().code, "AlreadyExistsException");
  EXPECT_EQ(by_header.error().message, "Database already exists.");
  EXPECT_EQ(get_database().error().code, "AlreadyExistsException");
}

TEST_F(HttpClientTest, RenewsCredentialsThatExpiredAndTriesAgain) {
  client_that_gets(
      {json_answer(
           400,
           R"({"__type":"ExpiredTokenException","message":"The security token included in the request is expired"})"),
       json_answer(200, "{}")});
  EXPECT_TRUE(get_database());
  EXPECT_EQ(credentials_->invalidated, 1);
}

TEST_F(HttpClientTest, AnAnswerThatIsNotAwssIsAnErrorAndNoAnswer) {
  client_that_gets({json_answer(200, "<html>sign in to the hotel's network</html>")});
  const auto output = get_database();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::retry);
  EXPECT_FALSE(output.error().hint.empty());
}

TEST_F(HttpClientTest, AnEmptyBodyIsAnEmptyOutputWhereThereIsNothingToTell) {
  client_that_gets({json_answer(200, "")});
  EXPECT_EQ(client_->call(api::Service::glue, "DeleteDatabase", {{"Name", "d"}}).value(), json::object());
}

TEST_F(HttpClientTest, AnEmptyBodyIsNoAnswerToAQuestionNorToABatch) {
  client_that_gets({json_answer(200, ""), json_answer(200, R"({"Database":{"Name":"d"}})")});
  EXPECT_EQ(json::serialize(get_database().value()), R"({"Database":{"Name":"d"}})");
  client_that_gets({json_answer(200, "")});
  for (const auto* operation : {"ListLFTags", "BatchGrantPermissions", "AddLFTagsToResource"}) {
    const auto output = client_->call(api::Service::lakeformation, operation, {});
    ASSERT_FALSE(output) << operation;
    EXPECT_EQ(output.error().kind, ErrorKind::retry);
  }
}

TEST_F(HttpClientTest, RefusesOperationsItDoesNotKnow) {
  client_that_gets({json_answer(200, "{}")});
  const auto output = client_->call(api::Service::glue, "DropEverything", {});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::invalid);
  EXPECT_EQ(output.error().operation, "glue:DropEverything");
  EXPECT_TRUE(transport_->requests.empty());
}

TEST_F(HttpClientTest, PacesLookupEvents) {
  client_that_gets({json_answer(200, "{}")}, 2);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client_->call(api::Service::cloudtrail, "LookupEvents", {}));
  EXPECT_EQ(clock_.now() - start_time, Seconds(2));
  EXPECT_EQ(transport_->requests[0].headers[1],
            "X-Amz-Target: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents");
}

TEST_F(HttpClientTest, StopsWaitingWhenToldTo) {
  client_that_gets({json_answer(500, "")});
  stop_.request_stop();
  const auto output = get_database();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::retry);
  EXPECT_LE(transport_->requests.size(), 1u);
}

TEST_F(HttpClientTest, SpeaksTheQueryProtocolToSts) {
  client_that_gets(
      {json_answer(200, R"(<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult><UserId>AIDA</UserId><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a&amp;b</Arn>
    </GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>)")});
  const auto output = client_->call(api::Service::sts, "GetCallerIdentity", {});
  ASSERT_TRUE(output) << output.error().text();
  EXPECT_EQ(output->at("Account"), "123456789012");
  EXPECT_EQ(output->at("Arn"), "arn:aws:iam::123456789012:user/a&b");
  EXPECT_EQ(transport_->requests[0].body, "Action=GetCallerIdentity&Version=2011-06-15");
}

TEST_F(HttpClientTest, SpeaksRestJsonToLakeFormation) {
  client_that_gets({json_answer(200, R"({"Failures":[]})"), json_answer(200, "")});
  const auto output = client_->call(api::Service::lakeformation, "AddLFTagsToResource",
                                    {{"LFTags", json::array{json::object{{"TagKey", "k"}}}}});
  ASSERT_TRUE(output) << output.error().text();
  EXPECT_EQ(json::serialize(*output), R"({"Failures":[]})");
  EXPECT_TRUE(client_->call(api::Service::lakeformation, "GrantPermissions", {}));
  const HttpRequest& request = transport_->requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://aws.example/AddLFTagsToResource");
  EXPECT_EQ(request.body, R"({"LFTags":[{"TagKey":"k"}]})");
  EXPECT_EQ(request.signing_service, "lakeformation");
  EXPECT_EQ(request.headers, (std::vector<std::string>{"Content-Type: application/json"}));
}

TEST_F(HttpClientTest, TakesIamThrottlingBehindLakeFormationForThrottling) {
  const HttpResponse busy{
      .status = 400,
      .headers = {{"x-amzn-errortype", "InvalidInputException:http://internal.amazon.com/coral/"}},
      .body = R"j({"Message":"Rate exceeded (Service: AmazonIdentityManagement; Status Code: 400)"})j"};
  const HttpResponse concurrent{.status = 400,
                                .headers = {{"x-amzn-errortype", "ConcurrentModificationException"}},
                                .body = R"({"Message":"Permission update/Delete failed for Resource"})"};
  const HttpResponse invalid{.status = 400,
                             .headers = {{"x-amzn-errortype", "InvalidInputException"}},
                             .body = R"({"Message":"Permissions modification is invalid."})"};
  client_that_gets({busy, concurrent, json_answer(200, ""), invalid});
  EXPECT_TRUE(client_->call(api::Service::lakeformation, "GrantPermissions", {}));
  EXPECT_EQ(client_->statistics().at("lakeformation:GrantPermissions"),
            (OperationCounts{.calls = 1, .retries = 2, .throttles = 1}));
  const auto refused = client_->call(api::Service::lakeformation, "GrantPermissions", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_EQ(refused.error().message, "Permissions modification is invalid.");
}

TEST_F(HttpClientTest, WritesListsAndReadsTimesOfTheQueryProtocol) {
  client_that_gets({json_answer(200, R"(<AssumeRoleResponse><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIA</AccessKeyId><Expiration>2026-09-26T19:00:00Z</Expiration></Credentials>
    <PackedPolicySize>6</PackedPolicySize></AssumeRoleResult></AssumeRoleResponse>)")});
  const auto output = client_->call(api::Service::sts, "AssumeRole",
                                    {{"RoleArn", "arn:aws:iam::1:role/r"},
                                     {"RoleSessionName", "a b"},
                                     {"DurationSeconds", 900},
                                     {"Tags", json::array{json::object{{"Key", "k"}, {"Value", "ü"}}}}});
  ASSERT_TRUE(output) << output.error().text();
  EXPECT_EQ(output->at("Credentials").at("Expiration"), 1790449200);
  EXPECT_EQ(output->at("PackedPolicySize"), 6);
  EXPECT_EQ(
      transport_->requests[0].body,
      "Action=AssumeRole&DurationSeconds=900&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=a%20b"
      "&Tags.member.1.Key=k&Tags.member.1.Value=%C3%BC&Version=2011-06-15");
}

TEST_F(HttpClientTest, ReadsErrorsOfTheQueryProtocol) {
  client_that_gets({HttpResponse{.status = 403, .body = R"(<ErrorResponse><Error><Type>Sender</Type>
    <Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error>
    <RequestId>r-9</RequestId></ErrorResponse>)"}});
  const auto output = client_->call(api::Service::sts, "GetCallerIdentity", {});
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind, ErrorKind::denied);
  EXPECT_EQ(output.error().code, "InvalidClientTokenId");
  EXPECT_EQ(output.error().request_id, "r-9");
}

}  // namespace
}  // namespace lakemirror::aws
