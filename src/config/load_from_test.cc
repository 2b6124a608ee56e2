#include "config/load_from.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::config {
namespace {

const std::string both_regions =
    "[AwsDataCatalog]\nsource_region = us-east-1\ndestination_region = us-west-2\n";

FetchObject never() {
  return [](const std::string&, const std::string&) -> Result<std::string> {
    ADD_FAILURE() << "fetched an object";
    return std::string();
  };
}

TEST(LoadFrom, ReadsAFile) {
  const auto configuration = load_from("src/config/testdata/realtime.conf", never());
  ASSERT_TRUE(configuration) << configuration.error().text();
  EXPECT_EQ(configuration->origin, "src/config/testdata/realtime.conf");
  EXPECT_EQ(configuration->target.region, "us-west-2");
}

TEST(LoadFrom, ReadsAnObjectWhoseKeyMayHoldAnything) {
  std::string asked;
  const auto configuration =
      load_from("s3://bucket/a b/%/c.conf",
                [&](const std::string& bucket, const std::string& key) -> Result<std::string> {
                  asked = bucket + "|" + key;
                  return both_regions;
                });
  ASSERT_TRUE(configuration) << configuration.error().text();
  EXPECT_EQ(asked, "bucket|a b/%/c.conf");
  EXPECT_EQ(configuration->origin, "s3://bucket/a b/%/c.conf");
}

TEST(LoadFrom, AFileThatIsNotThereIsMissing) {
  const auto configuration = load_from("/nowhere/a.conf", never());
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error().kind, ErrorKind::missing);
  EXPECT_EQ(configuration.error().subject, "/nowhere/a.conf");
}

TEST(LoadFrom, AFolderIsAnErrorAndNoEmptyFile) { EXPECT_FALSE(load_from("/tmp", never())); }

TEST(LoadFrom, AUrlWithoutAKeyIsRefusedBeforeAnythingIsFetched) {
  for (const char* url : {"s3://", "s3://bucket", "s3://bucket/", "s3:///key"}) {
    const auto configuration = load_from(url, never());
    ASSERT_FALSE(configuration) << url;
    EXPECT_EQ(configuration.error().subject, url);
  }
}

TEST(LoadFrom, AFailureToFetchComesBackAsItIs) {
  const Error denied{.kind = ErrorKind::denied, .operation = "s3:GetObject", .code = "AccessDenied"};
  const auto configuration =
      load_from("s3://bucket/key",
                [&](const std::string&, const std::string&) -> Result<std::string> { return fail(denied); });
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error(), denied);
}

TEST(LoadFrom, AnEndlessFileIsStopped) {
  const auto configuration = load_from("/dev/zero", never());
  ASSERT_FALSE(configuration);
  EXPECT_THAT(configuration.error().message, testing::HasSubstr("larger than 16 MiB"));
}

}  // namespace
}  // namespace lakemirror::config
