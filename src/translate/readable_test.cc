#include "translate/readable.h"

#include <gtest/gtest.h>

#include <string>

namespace lakemirror::translate {
namespace {

TEST(Readable, AccountsAreTwelveDigits) {
  EXPECT_TRUE(can_be_account("111122223333"));
  for (const auto* text : {"", "11112222333", "1111222233334", "11112222333x", "11112222333 "})
    EXPECT_FALSE(can_be_account(text)) << text;
}

TEST(Readable, RegionsHaveACountryADirectionAndANumber) {
  for (const auto* text : {"us-east-1", "ap-southeast-3", "us-gov-west-1", "eu-central-10"})
    EXPECT_TRUE(can_be_region(text)) << text;
  for (const auto* text :
       {"", "us", "us-1", "us-east", "us-east-", "s-east-1", "Us-east-1", "us-e{st-1", "us-east-l", "x"})
    EXPECT_FALSE(can_be_region(text)) << text;
}

TEST(Readable, CatalogsAreAccountsWhatIsNestedInThemOrNames) {
  for (const auto* text :
       {"111122223333", "111122223333:s3tablescatalog/bucket", "s3tablescatalog/my-bucket"})
    EXPECT_TRUE(can_be_catalog(text)) << text;
  for (const auto* text : {"", "11112222333", "11112222333:x", "1111222233{3",
                           "\x01"
                           "11122223333",
                           "cata\"log"})
    EXPECT_FALSE(can_be_catalog(text)) << text;
}

TEST(Readable, ErrorCodesAreWords) {
  for (const auto* text : {"AccessDenied", "EntityNotFoundException", "Client.InvalidParameter"})
    EXPECT_TRUE(can_be_error_code(text)) << text;
  for (const auto* text : {"", "Access Denied", "Acc\xff", "{", "7"})
    EXPECT_FALSE(can_be_error_code(text)) << text;
}

TEST(Readable, ServicesAreNamesWithinAws) {
  for (const auto* text : {"glue.amazonaws.com", "runtime-monitoring.s3.amazonaws.com"})
    EXPECT_TRUE(can_be_service(text)) << text;
  for (const auto* text : {"", "x", "glue.amazonaws.con", "gl{e.amazonaws.com", "glue"})
    EXPECT_FALSE(can_be_service(text)) << text;
}

TEST(Readable, NothingIsReadableThatIsLongerThanAllNames) {
  const std::string endless(100'000, 'x');
  EXPECT_FALSE(can_be_catalog(endless));
  EXPECT_FALSE(can_be_error_code(endless));
  EXPECT_FALSE(can_be_event_name(endless));
  EXPECT_FALSE(can_be_service(endless + ".amazonaws.com"));
}

TEST(Readable, EventNamesAreLettersAndDigits) {
  for (const auto* text : {"CreateTable", "GetDataAccessV2"}) EXPECT_TRUE(can_be_event_name(text)) << text;
  for (const auto* text : {"", "Create Table", "Create\"", "HIDDEN_DUE_TO_SECURITY_REASONS", "7"})
    EXPECT_FALSE(can_be_event_name(text)) << text;
}

}  // namespace
}  // namespace lakemirror::translate
