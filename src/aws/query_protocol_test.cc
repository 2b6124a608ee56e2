#include "aws/query_protocol.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

const api::Operation& get_caller_identity() {
  return *api::find_operation(api::Service::sts, "GetCallerIdentity");
}

Result<json::object> decode(const std::string& arn) {
  return decode_query_output(get_caller_identity(),
                             {.status = 200,
                              .body = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>" + arn +
                                      "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>"});
}

TEST(QueryProtocol, ReadsTexts) {
  EXPECT_EQ(decode("arn:aws:iam::1:user/\xC3\xA9").value().at("Arn").as_string(),
            "arn:aws:iam::1:user/\xC3\xA9");
}

TEST(QueryProtocol, GivesNoTextThatJsonCannotHold) {
  EXPECT_FALSE(decode("arn:\xCE\xC3")) << "bytes that are no UTF-8";
  EXPECT_EQ(decode("arn:&#xD800;").value().at("Arn").as_string(), "") << "half a surrogate pair";
}

TEST(QueryProtocol, GivesNoNumberThatJsonCannotHold) {
  const auto& assume_role = *api::find_operation(api::Service::sts, "AssumeRole");
  for (const std::string text : {"nan", "inf", "1e999", "7x", ""}) {
    const auto output = decode_query_output(
        assume_role, {.status = 200,
                      .body = "<AssumeRoleResponse><AssumeRoleResult><PackedPolicySize>" + text +
                              "</PackedPolicySize></AssumeRoleResult></AssumeRoleResponse>"});
    ASSERT_TRUE(output) << text;
    const auto written = json::serialize(*output);
    EXPECT_TRUE(parse_json(written)) << written;
  }
}

TEST(QueryProtocol, AnErrorThatIsNoUtf8IsAnErrorStill) {
  const auto error =
      decode_xml_error("sts:AssumeRole", {.status = 403,
                                          .body = "<ErrorResponse><Error><Code>Access\xFF</Code>"
                                                  "</Error></ErrorResponse>"});
  EXPECT_EQ(error.kind, ErrorKind::denied);
  EXPECT_EQ(error.message, "HTTP status 403");
}

}  // namespace
}  // namespace lakemirror::aws
