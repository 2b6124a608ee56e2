#include "aws/container_url.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

TEST(ContainerUrl, PlainHttpGoesToThisMachineAndTheAgentsOnly) {
  for (const char* url :
       {"http://127.0.0.1/x", "http://127.9.8.7:1234/x", "http://localhost:1/x", "http://LOCALHOST/x",
        "http://[::1]:80/x", "http://169.254.170.2/v2", "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1", "http://[fd00:ec2:0:0:0:0:0:23]/v1", "https://example.com/x"}) {
    EXPECT_TRUE(check_container_url(url)) << url;
  }
  for (const char* url :
       {"http://example.com/x", "http://169.254.169.254/x", "http://10.0.0.1/x", "http://128.0.0.1/x",
        "http://169.254.170.2.example.com/x", "http://127.0.0.1.example.com/x",
        "http://localhost.example.com/", "http://[fd00:ec2::24]/x", "http://[::2]/x", "http://0.0.0.0/x"}) {
    EXPECT_FALSE(check_container_url(url)) << url;
  }
}

TEST(ContainerUrl, NothingPassesForAHostThatIsNone) {
  for (const char* url :
       {"http://127.0.0.1@example.com/x", "http://127.0.0.1:80@example.com/", "https://u:p@example.com/",
        "http://example.com#@127.0.0.1/", "http://example.com\\@127.0.0.1/", "file:///etc/passwd",
        "ftp://127.0.0.1/", "127.0.0.1", "", "http://", "/v2/credentials"}) {
    EXPECT_FALSE(check_container_url(url)) << url;
  }
}

TEST(ContainerUrl, TheErrorNamesTheHostAndNoPassword) {
  const auto refused = check_container_url("http://example.com/x?key=hush");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "plain http is not used with the host example.com");
  EXPECT_EQ(check_container_url("https://u:hush@example.com/").error().text().find("hush"),
            std::string::npos);
}

}  // namespace
}  // namespace lakemirror::aws
