#include "aws/endpoint.h"

#include <gtest/gtest.h>

#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

using testing::environment_of;

class EndpointTest : public ::testing::Test {
 protected:
  /// Resolves Glue's endpoint with `variables` set and `config_` as the config file.
  Result<Endpoint> resolve(std::map<std::string, std::string> variables = {},
                           std::string region = "eu-west-1") {
    variables["AWS_CONFIG_FILE"] = folder_.write("config", config_);
    variables["AWS_SHARED_CREDENTIALS_FILE"] = folder_.path() + "/none";
    const Environment environment = environment_of(std::move(variables));
    const SharedConfig shared = SharedConfig::load(environment).value();
    return resolve_endpoint("glue", "GLUE", region, {explicit_, environment, shared, "default"});
  }

  testing::TemporaryFolder folder_;
  std::string config_;
  std::string explicit_;
};

TEST_F(EndpointTest, IsTheDocumentedHostOfTheRegionsPartition) {
  EXPECT_EQ(resolve().value().url, "https://glue.eu-west-1.amazonaws.com");
  EXPECT_FALSE(resolve()->configured);
  EXPECT_EQ(resolve({}, "cn-north-1").value().url, "https://glue.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(resolve({}, "us-gov-west-1").value().url, "https://glue.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(resolve({}, "us-iso-east-1").value().url, "https://glue.us-iso-east-1.c2s.ic.gov");
  EXPECT_EQ(resolve({}, "us-isob-east-1").value().url, "https://glue.us-isob-east-1.sc2s.sgov.gov");
}

TEST_F(EndpointTest, TheNarrowerSettingGoesFirstAndOursBeforeAll) {
  config_ = "[default]\nendpoint_url = http://profile\nservices = local\n";
  EXPECT_EQ(resolve().value().url, "http://profile");
  config_ +=
      "[services local]\nglue =\n  endpoint_url = http://services\nsts =\n  endpoint_url = http://sts\n";
  EXPECT_EQ(resolve().value().url, "http://services");
  EXPECT_EQ(resolve({{"AWS_ENDPOINT_URL", "http://env"}}).value().url, "http://env");
  const std::map<std::string, std::string> both = {{"AWS_ENDPOINT_URL", "http://env"},
                                                   {"AWS_ENDPOINT_URL_GLUE", "http://env-glue:1/"}};
  EXPECT_EQ(resolve(both).value().url, "http://env-glue:1");
  explicit_ = "http://ours:4566";
  EXPECT_EQ(resolve(both).value().url, "http://ours:4566");
  EXPECT_TRUE(resolve(both)->configured);
}

TEST_F(EndpointTest, AnotherServicesSettingDoesNotCount) {
  EXPECT_EQ(resolve({{"AWS_ENDPOINT_URL_STS", "http://sts"}}).value().url,
            "https://glue.eu-west-1.amazonaws.com");
}

TEST_F(EndpointTest, ConfiguredEndpointsCanBeIgnoredButOurs) {
  const std::map<std::string, std::string> ignoring = {{"AWS_ENDPOINT_URL", "http://env"},
                                                       {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"}};
  EXPECT_EQ(resolve(ignoring).value().url, "https://glue.eu-west-1.amazonaws.com");
  config_ = "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://profile\n";
  EXPECT_EQ(resolve().value().url, "https://glue.eu-west-1.amazonaws.com");
  explicit_ = "http://ours";
  EXPECT_EQ(resolve(ignoring).value().url, "http://ours");
}

TEST_F(EndpointTest, RefusesWhatIsNoUrlOrRegion) {
  for (const char* bad : {"localhost:4566", "ftp://x", "http://a b", "http://x/?q"}) {
    explicit_ = bad;
    const auto endpoint = resolve();
    ASSERT_FALSE(endpoint) << bad;
    EXPECT_EQ(endpoint.error().kind, ErrorKind::invalid);
    EXPECT_EQ(endpoint.error().subject, bad);
  }
  explicit_.clear();
  EXPECT_FALSE(resolve({}, "evil.example/#"));
  EXPECT_FALSE(resolve({}, ""));
}

}  // namespace
}  // namespace lakemirror::aws
