#include "local/front.h"

#include <gmock/gmock.h>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A local AWS that asks for no signature.
class Front : public testing::Test {
 protected:
  HttpResponse s3(std::string method, std::string target, HttpHeaders headers = {}, std::string body = {}) {
    return aws_.handle({.method = std::move(method),
                        .target = std::move(target),
                        .headers = std::move(headers),
                        .body = std::move(body)});
  }
  HttpResponse sts(std::string form) {
    return aws_.handle(
        {.headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = std::move(form)});
  }

  Aws aws_{{.verify_signatures = false}};
};

TEST_F(Front, RefusesATargetThatIsNoPath) {
  EXPECT_EQ(s3("GET", "").status, 400);
  EXPECT_EQ(s3("GET", "*").status, 400);
}

TEST_F(Front, RefusesWhatItCouldNotQuoteInAnAnswer) {
  EXPECT_EQ(s3("GET", "/bucket/%FF").status, 400);
  EXPECT_EQ(s3("GET", "/bucket", {{"user-agent", "\xFF"}}).status, 400);
  EXPECT_EQ(sts("Action=%FF").status, 400);
  EXPECT_EQ(s3("PUT", "/bucket/%C3%84").status, 200);
}

TEST_F(Front, WritesControlCharactersAsXmlCan) {
  const HttpResponse answer = s3("GET", "/bucket/a%00%1F%0Ab");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr("<BucketName>bucket</BucketName>"));
  EXPECT_THAT(s3("GET", "/a%00%1F%0Ab").body,
              HasSubstr("<BucketName>a\xEF\xBF\xBD\xEF\xBF\xBD\nb</BucketName>"));
}

TEST_F(Front, RefusesAChunkLongerThanTheBody) {
  const HttpHeaders chunked = {{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}};
  EXPECT_EQ(s3("PUT", "/bucket/key", chunked, "5\r\nhello\r\n0\r\n\r\n").status, 200);
  EXPECT_EQ(s3("GET", "/bucket/key").body, "hello");
  for (const char* body : {"", "5\r\nhell", "5\r\nhello", "6\r\nhello\r\n0\r\n", "ffffffffffffffff\r\n",
                           "fffffffffffffffe\r\n0\r\n", "ffffffffffffffff\r\nx", "10000000000000000\r\n"}) {
    EXPECT_THAT(s3("PUT", "/bucket/key", chunked, body).body, HasSubstr("IncompleteBody")) << body;
  }
}

}  // namespace
}  // namespace lakemirror::local
