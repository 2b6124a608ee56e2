#include "aws/s3_client.h"

#include <gtest/gtest.h>

#include "aws/backoff.h"
#include "aws/test_support.h"
#include "aws/uri.h"

namespace lakemirror::aws {
namespace {

using testing::FakeTransport;

class S3ClientTest : public ::testing::Test {
 protected:
  S3Client& client_that_gets(std::vector<Result<HttpResponse>> answers, const std::string& endpoint = {}) {
    transport_ = std::make_shared<FakeTransport>(std::move(answers));
    const auto keys = std::make_shared<StaticCredentials>(Credentials{"AKID", "hush"});
    client_ = std::make_unique<S3Client>(S3Client::Place{"eu-west-1", endpoint},
                                         SenderParts{transport_, keys, clock_, random_, default_attempts});
    return *client_;
  }
  std::string url_of(const std::string& bucket, const std::string& key, const std::string& endpoint = {}) {
    (void)client_that_gets({HttpResponse{.status = 200}}, endpoint).get_object(bucket, key);
    return transport_->requests.at(0).url;
  }

  VirtualClock clock_{Time()};
  Random random_{1};
  std::shared_ptr<FakeTransport> transport_;
  std::unique_ptr<S3Client> client_;
};

TEST_F(S3ClientTest, PutsTheBucketInTheHostUnlessItCannotStandThere) {
  EXPECT_EQ(url_of("lake", "a/b.conf"), "https://lake.s3.eu-west-1.amazonaws.com/a/b.conf");
  EXPECT_EQ(url_of("my.lake", "a"), "https://s3.eu-west-1.amazonaws.com/my.lake/a");
  EXPECT_EQ(url_of("lake", "a", "http://localhost:4566"), "http://localhost:4566/lake/a");
}

TEST_F(S3ClientTest, EncodesEveryCharacterOfAKeyButItsSlashes) {
  EXPECT_EQ(url_of("lake", "day=1/a b%20+ü~.txt"),
            "https://lake.s3.eu-west-1.amazonaws.com/day%3D1/a%20b%2520%2B%C3%BC~.txt");
  EXPECT_EQ(url_of("lake", "/x//../y"), "https://lake.s3.eu-west-1.amazonaws.com//x//../y");
}

TEST_F(S3ClientTest, SendsTheHashOfTheBody) {
  ASSERT_TRUE(client_that_gets({HttpResponse{.status = 200}}).put_object("lake", "k", "hello"));
  const HttpRequest& request = transport_->requests.at(0);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.body, "hello");
  EXPECT_EQ(request.headers.at(0),
            "x-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
}

TEST_F(S3ClientTest, AMissingObjectIsMissingWhetherThereIsABodyOrNot) {
  client_that_gets({HttpResponse{.status = 404,
                                 .body = "<Error><Code>NoSuchKey</Code><Message>gone</Message>"
                                         "<RequestId>r-3</RequestId></Error>"},
                    HttpResponse{.status = 404}});
  const auto got = client_->get_object("lake", "k");
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, ErrorKind::missing);
  EXPECT_EQ(got.error().operation, "s3:GetObject");
  EXPECT_EQ(got.error().subject, "s3://lake/k");
  EXPECT_EQ(got.error().request_id, "r-3");
  EXPECT_EQ(client_->head_object("lake", "k").error().kind, ErrorKind::missing);
}

HttpResponse elsewhere(const char* region) {
  return {.status = 301,
          .headers = {{"x-amz-bucket-region", region}},
          .body = "<Error><Code>PermanentRedirect</Code><Message>no</Message></Error>"};
}

TEST_F(S3ClientTest, GoesToTheRegionOfTheBucket) {
  client_that_gets({elsewhere("cn-north-1"), HttpResponse{.status = 200, .body = "found"}});
  EXPECT_EQ(client_->get_object("lake", "k").value(), "found");
  EXPECT_EQ(transport_->requests.at(1).url, "https://lake.s3.cn-north-1.amazonaws.com.cn/k");
  EXPECT_EQ(transport_->requests.at(1).signing_region, "cn-north-1");
}

TEST_F(S3ClientTest, FollowsOnceAndOnlyToARegionOfAws) {
  client_that_gets({elsewhere("us-east-2"), elsewhere("us-east-1")});
  EXPECT_EQ(client_->get_object("lake", "k").error().code, "PermanentRedirect");
  EXPECT_EQ(transport_->requests.size(), 2u);
  client_that_gets({elsewhere("evil.example/")});
  EXPECT_FALSE(client_->get_object("lake", "k"));
  EXPECT_EQ(transport_->requests.size(), 1u);
  client_that_gets({elsewhere("us-east-2")}, "http://localhost:4566");
  EXPECT_FALSE(client_->get_object("lake", "k"));
  EXPECT_EQ(transport_->requests.size(), 1u);
}

TEST_F(S3ClientTest, ReadsSizeAndTagOfAnObject) {
  client_that_gets({HttpResponse{
      .status = 200,
      .headers = {{"content-length", "17"}, {"etag", "\"abc\""}, {"content-type", "text/plain"}}}});
  const auto info = client_->head_object("lake", "k");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->size, 17u);
  EXPECT_EQ(info->etag, "\"abc\"");
  EXPECT_EQ(info->content_type, "text/plain");
}

TEST_F(S3ClientTest, RefusesNamesThatWouldLeadElsewhere) {
  client_that_gets({HttpResponse{.status = 200}});
  for (const char* bucket : {"", "a", "evil.example/x#", "a b c", "user@host"}) {
    const auto got = client_->get_object(bucket, "k");
    ASSERT_FALSE(got) << bucket;
    EXPECT_EQ(got.error().kind, ErrorKind::invalid);
  }
  EXPECT_FALSE(client_->get_object("lake", ""));
  EXPECT_TRUE(transport_->requests.empty());
}

TEST(CanonicalQuery, IsEncodedSortedAndHasAnEqualsSignForEveryName) {
  EXPECT_EQ(canonical_query({{"prefix", "a/b c"}, {"location", ""}, {"b", "2"}, {"B", "1"}, {"b", "10"}}),
            "B=1&b=10&b=2&location=&prefix=a%2Fb%20c");
  EXPECT_EQ(canonical_query({}), "");
}

}  // namespace
}  // namespace lakemirror::aws
