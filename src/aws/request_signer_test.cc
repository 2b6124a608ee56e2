#include "aws/request_signer.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

const Credentials example_keys{.access_key_id = "AKIDEXAMPLE",
                               .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};

/// The example of AWS's description of Signature Version 4.
const HttpRequest list_users{.method = "GET",
                             .url = "https://iam.amazonaws.com:443/?Action=ListUsers&Version=2010-05-08",
                             .headers = {"Content-Type: application/x-www-form-urlencoded; charset=utf-8"},
                             .signing_service = "iam",
                             .signing_region = "us-east-1"};

Time at(std::string_view text) { return *parse_time(text); }

TEST(RequestSigner, SignsTheExampleOfAwsAsAwsDoes) {
  RequestSigner signer;
  const std::vector<std::string> expected{
      "Host: iam.amazonaws.com", "X-Amz-Date: 20150830T123600Z",
      "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date, "
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"};
  EXPECT_EQ(signer.sign(list_users, example_keys, at("2015-08-30T12:36:00.700Z")), expected);
}

TEST(RequestSigner, AKeyServesOnlyItsDayRegionServiceAndSecret) {
  const auto day = at("2015-08-30T12:36:00Z"), next_day = at("2015-08-31T12:36:00Z");
  HttpRequest elsewhere = list_users, other_service = list_users;
  elsewhere.signing_region = "eu-west-1";
  other_service.signing_service = "sts";
  Credentials other_secret = example_keys;
  other_secret.secret_access_key = "another";
  RequestSigner used;
  used.sign(list_users, example_keys, day);
  const auto signs_as_a_new_one = [&](const HttpRequest& request, const Credentials& keys, Time now) {
    return used.sign(request, keys, now) == RequestSigner().sign(request, keys, now);
  };
  EXPECT_TRUE(signs_as_a_new_one(list_users, example_keys, next_day));
  EXPECT_TRUE(signs_as_a_new_one(elsewhere, example_keys, day));
  EXPECT_TRUE(signs_as_a_new_one(other_service, example_keys, day));
  EXPECT_TRUE(signs_as_a_new_one(list_users, other_secret, day));
}

}  // namespace
}  // namespace lakemirror::aws
