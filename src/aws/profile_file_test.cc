#include "aws/profile_file.h"

#include <gtest/gtest.h>

#include "aws/shared_config.h"
#include "aws/test_support.h"

namespace lakemirror::aws {
namespace {

TEST(ProfileFile, ReadsSectionsAndSettings) {
  const auto sections =
      parse_profile_file("f",
                         "# a comment\n; another\n[default]\nAWS_Access_Key_Id = AKID\r\n"
                         "aws_secret_access_key=a=b:c/d+\n\n[profile x]\nregion : eu-west-1\n");
  ASSERT_TRUE(sections) << sections.error().text();
  EXPECT_EQ(sections->at("default"),
            (ProfileSection{{"aws_access_key_id", "AKID"}, {"aws_secret_access_key", "a=b:c/d+"}}));
  EXPECT_EQ(sections->at("profile x").at("region"), "eu-west-1");
}

TEST(ProfileFile, ReadsNestedSettings) {
  const auto sections =
      parse_profile_file("f",
                         "[services local]\nglue =\n  endpoint_url = http://localhost:1\nsts "
                         "=\n\tendpoint_url = http://localhost:2\nx = 1\n");
  ASSERT_TRUE(sections);
  const ProfileSection& local = sections->at("services local");
  EXPECT_EQ(local.at("glue.endpoint_url"), "http://localhost:1");
  EXPECT_EQ(local.at("sts.endpoint_url"), "http://localhost:2");
  EXPECT_EQ(local.at("x"), "1");
}

TEST(ProfileFile, OfAKeyThatStandsTwiceTheLastCounts) {
  EXPECT_EQ(parse_profile_file("f", "[a]\nk=1\n[b]\n[a]\nk=2\nl=3").value().at("a"),
            (ProfileSection{{"k", "2"}, {"l", "3"}}));
}

TEST(ProfileFile, NamesFileAndLineOfAMistakeAndNotWhatStandsThere) {
  for (const char* text :
       {"[default]\nmy secret\n", "\nmy secret = 1\n", "[default]\n= my secret\n", "\n[my secret\n"}) {
    const auto sections = parse_profile_file("~/.aws/credentials", text);
    ASSERT_FALSE(sections) << text;
    EXPECT_EQ(sections.error().subject, "~/.aws/credentials:2");
    EXPECT_EQ(sections.error().text().find("secret"), std::string::npos);
  }
}

class SharedConfigTest : public ::testing::Test {
 protected:
  Result<SharedConfig> load(const std::string& config, const std::string& credentials) {
    return SharedConfig::load(testing::environment_of(
        {{"AWS_CONFIG_FILE", folder_.write("config", config)},
         {"AWS_SHARED_CREDENTIALS_FILE", folder_.write("credentials", credentials)}}));
  }
  testing::TemporaryFolder folder_;
};

TEST_F(SharedConfigTest, JoinsBothFilesAndCredentialsGoFirst) {
  const auto shared =
      load("[profile x]\nregion=a\naws_access_key_id=from-config\n[profile \"my data\"]\nregion=b\n",
           "[x]\naws_access_key_id=from-credentials\n[only-here]\nk=v\n");
  ASSERT_TRUE(shared) << shared.error().text();
  EXPECT_EQ(shared->find("x")->value("aws_access_key_id"), "from-credentials");
  EXPECT_EQ(shared->find("x")->value("region"), "a");
  EXPECT_EQ(shared->find("my data")->value("region"), "b");
  EXPECT_NE(shared->find("only-here"), nullptr);
  EXPECT_EQ(shared->find("missing"), nullptr);
}

TEST_F(SharedConfigTest, ABareNameInTheConfigFileIsNoProfileButDefault) {
  const auto shared = load("[default]\nregion=a\n[x]\nregion=b\n[sso-session s]\nk=v\n", "");
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->find("default")->value("region"), "a");
  EXPECT_EQ(shared->find("x"), nullptr);
  EXPECT_EQ(shared->find("s"), nullptr);
}

TEST_F(SharedConfigTest, ProfileDefaultGoesBeforeDefault) {
  EXPECT_EQ(
      load("[profile default]\nregion=b\n[default]\nregion=a\n", "").value().find("default")->value("region"),
      "b");
}

TEST_F(SharedConfigTest, FilesThatDoNotExistAreEmpty) {
  const auto shared = SharedConfig::load(testing::environment_of({{"HOME", folder_.path()}}));
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->find("default"), nullptr);
  EXPECT_EQ(shared->config_file(), folder_.path() + "/.aws/config");
  EXPECT_EQ(shared->credentials_file(), folder_.path() + "/.aws/credentials");
}

}  // namespace
}  // namespace lakemirror::aws
