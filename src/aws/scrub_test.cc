#include "aws/scrub.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

const Credentials ours{.access_key_id = "AKID", .secret_access_key = "hush", .session_token = "tok/en+1"};

std::string shown(std::string message) { return scrubbed({.message = std::move(message)}, ours).message; }

TEST(Scrub, TakesSecretAndTokenOutOfWhatAwsQuotesBack) {
  EXPECT_EQ(shown("x-amz-security-token:tok/en+1\nhost;tok/en+1 hush by AKID"),
            "x-amz-security-token:***\nhost;*** *** by AKID");
}

TEST(Scrub, TakesSignaturesOut) {
  EXPECT_EQ(shown("Credential=AKID/20261123, Signature=0123abcdef, Signature=; Signature=zz"),
            "Credential=AKID/20261123, Signature=***, Signature=***; Signature=***zz");
}

TEST(Scrub, LeavesEverythingElseAndEmptySecretsAlone) {
  EXPECT_EQ(scrubbed({.message = "Table orders not found"}, {}).message, "Table orders not found");
  EXPECT_EQ(shown("Table orders not found"), "Table orders not found");
}

}  // namespace
}  // namespace lakemirror::aws
