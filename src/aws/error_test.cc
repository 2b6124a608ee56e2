#include "aws/error.h"

#include <gtest/gtest.h>

namespace lakemirror::aws {
namespace {

struct Case {
  int status;
  const char* code;
  const char* message;
  ErrorKind kind;
  bool throttling = false;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.status << " " << c.code << " \"" << c.message << "\"";
}

class Classification : public ::testing::TestWithParam<Case> {};

TEST_P(Classification, FollowsFromCodeAndMessage) {
  const Error error =
      make_error("glue:CreateTable", GetParam().status, GetParam().code, GetParam().message, "r-1");
  EXPECT_EQ(to_string(error.kind), to_string(GetParam().kind));
  EXPECT_EQ(is_throttling(error), GetParam().throttling);
}

INSTANTIATE_TEST_SUITE_P(
    Error, Classification,
    ::testing::Values(
        Case{400, "ThrottlingException", "Rate exceeded", ErrorKind::retry, true},
        Case{400, "ThrottlingException", "", ErrorKind::retry, true},
        Case{400, "Throttling", "", ErrorKind::retry, true},
        Case{400, "RequestLimitExceeded", "", ErrorKind::retry, true},
        Case{429, "TooManyRequestsException", "", ErrorKind::retry, true},
        Case{429, "", "", ErrorKind::retry, true},
        Case{503, "SlowDown", "Please reduce your request rate.", ErrorKind::retry, true},
        Case{400, "InvalidInputException",
             "Rate exceeded (Service: AmazonIdentityManagement; Status Code: 400; Error Code: Throttling; "
             "...)",
             ErrorKind::retry, true},
        Case{400, "ConcurrentModificationException", "Update table failed due to concurrent modifications.",
             ErrorKind::retry},
        Case{500, "InternalServiceException", "", ErrorKind::retry},
        Case{500, "InternalFailure", "", ErrorKind::retry},
        Case{400, "OperationTimeoutException", "", ErrorKind::retry},
        Case{400, "ResourceNotReadyException", "", ErrorKind::retry},
        Case{503, "ServiceUnavailable", "", ErrorKind::retry}, Case{502, "", "", ErrorKind::retry},
        Case{500, "SomethingNobodyListed", "", ErrorKind::retry},
        Case{400, "ExpiredTokenException", "The security token included in the request is expired",
             ErrorKind::retry},
        Case{403, "ExpiredToken", "The provided token has expired.", ErrorKind::retry},
        Case{400, "EntityNotFoundException", "Entity Not Found", ErrorKind::missing},
        Case{400, "EntityNotFoundException", "Database x not found.", ErrorKind::missing},
        Case{404, "NoSuchKey", "The specified key does not exist.", ErrorKind::missing},
        Case{404, "NoSuchBucket", "", ErrorKind::missing},
        Case{400, "AlreadyExistsException", "Table already exists.", ErrorKind::exists},
        Case{400, "AccessDeniedException", "User: arn is not authorized to perform: glue:GetTable",
             ErrorKind::denied},
        Case{403, "AccessDenied", "Access Denied", ErrorKind::denied},
        Case{400, "AccessDeniedException",
             "Insufficient Lake Formation permission(s): Required Describe on x", ErrorKind::denied},
        Case{400, "UnrecognizedClientException", "The security token included in the request is invalid.",
             ErrorKind::denied},
        Case{400, "InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than ...",
             ErrorKind::denied},
        Case{403, "SignatureDoesNotMatch", "", ErrorKind::denied}, Case{403, "", "", ErrorKind::denied},
        Case{400, "InvalidInputException", "Invalid partition expression!", ErrorKind::invalid},
        Case{400, "ValidationException", "", ErrorKind::invalid},
        Case{400, "ResourceNumberLimitExceededException", "", ErrorKind::invalid},
        Case{400, "ResourceNumberLimitExceededException",
             "Index i is in CREATING state. Only 1 index can be created or deleted simultaneously per table.",
             ErrorKind::retry},
        Case{400, "SomethingNobodyListed", "", ErrorKind::invalid}));

TEST(Error, APageThatIsNotFoundIsNoProofOfAbsence) {
  EXPECT_EQ(make_error("glue:GetTable", 404, "", "<html>not found</html>", "").kind, ErrorKind::invalid);
}

TEST(Error, AnAnswerThatIsNotFoundAndNoErrorOfAwsSaysWhatMayBeMissing) {
  const Error error = make_error("lakeformation:UpdateResource", 404, "", "", "");
  EXPECT_EQ(error.kind, ErrorKind::invalid);  // to be parked: asking again soon changes nothing
  EXPECT_NE(error.hint.find("have this operation"), std::string::npos);
  EXPECT_EQ(make_error("s3:GetObject", 404, "NoSuchKey", "", "").hint, "");
}

TEST(Error, CarriesWhatAnOperatorNeeds) {
  const Error error =
      make_error("glue:CreateTable", 400, "AccessDeniedException",
                 "Insufficient Lake Formation permission(s): Required Create Table on sales", "r-77");
  EXPECT_EQ(error.operation, "glue:CreateTable");
  EXPECT_EQ(error.code, "AccessDeniedException");
  EXPECT_EQ(error.request_id, "r-77");
  EXPECT_NE(error.hint.find("Lake Formation"), std::string::npos);
  EXPECT_EQ(make_error("glue:GetTable", 403, "AccessDeniedException", "User: x is not authorized", "").hint,
            "allow this operation in the IAM policy of the role of this side");
}

TEST(Error, BlamesTheClockForExpiredSignatures) {
  for (const char* message : {"Signature expired: ...", "Signature not yet current: ..."}) {
    // The second code is that of the services with XML answers, such as STS.
    for (const char* code : {"InvalidSignatureException", "SignatureDoesNotMatch"}) {
      const Error error = make_error("sts:GetCallerIdentity", 403, code, message, "");
      EXPECT_NE(error.hint.find("clock"), std::string::npos) << code << ": " << message;
    }
  }
}

TEST(Error, SaysTheStatusWhenThereIsNothingElseToSay) {
  EXPECT_EQ(make_error("glue:GetTable", 502, "", "", "").message, "HTTP status 502");
}

}  // namespace
}  // namespace lakemirror::aws
