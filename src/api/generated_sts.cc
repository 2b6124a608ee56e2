// Written by scripts/generate_api.py from botocore's service models. Do not edit.
#include "api/tables.h"

namespace lakemirror::api {
namespace {

extern const Shape shapes[40];

constexpr std::string_view words[] = {
    "ExpiredTokenException",
    "MalformedPolicyDocument",
    "PackedPolicyTooLarge",
    "RegionDisabledException",
    "ExpiredTokenException",
    "IDPCommunicationError",
    "IDPRejectedClaim",
    "InvalidIdentityToken",
    "MalformedPolicyDocument",
    "PackedPolicyTooLarge",
    "RegionDisabledException",
};

constexpr Member members[] = {
    {"DurationSeconds", &shapes[25], false},
    {"ExternalId", &shapes[22], false},
    {"Policy", &shapes[36], false},
    {"PolicyArns", &shapes[24], false},
    {"ProvidedContexts", &shapes[12], false},
    {"RoleArn", &shapes[17], true},
    {"RoleSessionName", &shapes[26], true},
    {"SerialNumber", &shapes[27], false},
    {"SourceIdentity", &shapes[29], false},
    {"Tags", &shapes[32], false},
    {"TokenCode", &shapes[34], false},
    {"TransitiveTagKeys", &shapes[30], false},
    {"AssumedRoleUser", &shapes[4], false},
    {"Credentials", &shapes[6], false},
    {"PackedPolicySize", &shapes[23], false},
    {"SourceIdentity", &shapes[29], false},
    {"DurationSeconds", &shapes[25], false},
    {"Policy", &shapes[28], false},
    {"PolicyArns", &shapes[24], false},
    {"ProviderId", &shapes[37], false},
    {"RoleArn", &shapes[17], true},
    {"RoleSessionName", &shapes[26], true},
    {"WebIdentityToken", &shapes[19], true},
    {"AssumedRoleUser", &shapes[4], false},
    {"Audience", &shapes[5], false},
    {"Credentials", &shapes[6], false},
    {"PackedPolicySize", &shapes[23], false},
    {"Provider", &shapes[9], false},
    {"SourceIdentity", &shapes[29], false},
    {"SubjectFromWebIdentityToken", &shapes[39], false},
    {"Arn", &shapes[17], true},
    {"AssumedRoleId", &shapes[18], true},
    {"AccessKeyId", &shapes[14], true},
    {"Expiration", &shapes[21], true},
    {"SecretAccessKey", &shapes[15], true},
    {"SessionToken", &shapes[35], true},
    {"Account", &shapes[16], false},
    {"Arn", &shapes[17], false},
    {"UserId", &shapes[38], false},
    {"arn", &shapes[17], false},
    {"ContextAssertion", &shapes[20], false},
    {"ProviderArn", &shapes[17], false},
    {"Key", &shapes[31], true},
    {"Value", &shapes[33], true},
};

constinit const Shape shapes[40] = {
    /* 0 */ {"AssumeRoleRequest", Type::structure, {members + 0, 12}, nullptr, -1, -1, {}},
    /* 1 */ {"AssumeRoleResponse", Type::structure, {members + 12, 4}, nullptr, -1, -1, {}},
    /* 2 */ {"AssumeRoleWithWebIdentityRequest", Type::structure, {members + 16, 7}, nullptr, -1, -1, {}},
    /* 3 */ {"AssumeRoleWithWebIdentityResponse", Type::structure, {members + 23, 7}, nullptr, -1, -1, {}},
    /* 4 */ {"AssumedRoleUser", Type::structure, {members + 30, 2}, nullptr, -1, -1, {}},
    /* 5 */ {"Audience", Type::string, {}, nullptr, -1, -1, {}},
    /* 6 */ {"Credentials", Type::structure, {members + 32, 4}, nullptr, -1, -1, {}},
    /* 7 */ {"GetCallerIdentityRequest", Type::structure, {}, nullptr, -1, -1, {}},
    /* 8 */ {"GetCallerIdentityResponse", Type::structure, {members + 36, 3}, nullptr, -1, -1, {}},
    /* 9 */ {"Issuer", Type::string, {}, nullptr, -1, -1, {}},
    /* 10 */ {"PolicyDescriptorType", Type::structure, {members + 39, 1}, nullptr, -1, -1, {}},
    /* 11 */ {"ProvidedContext", Type::structure, {members + 40, 2}, nullptr, -1, -1, {}},
    /* 12 */ {"ProvidedContextsListType", Type::list, {}, &shapes[11], 1, 5, {}},
    /* 13 */ {"Tag", Type::structure, {members + 42, 2}, nullptr, -1, -1, {}},
    /* 14 */ {"accessKeyIdType", Type::string, {}, nullptr, 16, 128, {}},
    /* 15 */ {"accessKeySecretType", Type::string, {}, nullptr, -1, -1, {}},
    /* 16 */ {"accountType", Type::string, {}, nullptr, -1, -1, {}},
    /* 17 */ {"arnType", Type::string, {}, nullptr, 20, 2048, {}},
    /* 18 */ {"assumedRoleIdType", Type::string, {}, nullptr, 2, 193, {}},
    /* 19 */ {"clientTokenType", Type::string, {}, nullptr, 4, 20000, {}},
    /* 20 */ {"contextAssertionType", Type::string, {}, nullptr, 4, 2048, {}},
    /* 21 */ {"dateType", Type::timestamp, {}, nullptr, -1, -1, {}},
    /* 22 */ {"externalIdType", Type::string, {}, nullptr, 2, 1224, {}},
    /* 23 */ {"nonNegativeIntegerType", Type::integer, {}, nullptr, 0, -1, {}},
    /* 24 */ {"policyDescriptorListType", Type::list, {}, &shapes[10], -1, -1, {}},
    /* 25 */ {"roleDurationSecondsType", Type::integer, {}, nullptr, 900, 43200, {}},
    /* 26 */ {"roleSessionNameType", Type::string, {}, nullptr, 2, 64, {}},
    /* 27 */ {"serialNumberType", Type::string, {}, nullptr, 9, 256, {}},
    /* 28 */ {"sessionPolicyDocumentType", Type::string, {}, nullptr, 1, 2048, {}},
    /* 29 */ {"sourceIdentityType", Type::string, {}, nullptr, 2, 64, {}},
    /* 30 */ {"tagKeyListType", Type::list, {}, &shapes[31], -1, 50, {}},
    /* 31 */ {"tagKeyType", Type::string, {}, nullptr, 1, 128, {}},
    /* 32 */ {"tagListType", Type::list, {}, &shapes[13], -1, 50, {}},
    /* 33 */ {"tagValueType", Type::string, {}, nullptr, 0, 256, {}},
    /* 34 */ {"tokenCodeType", Type::string, {}, nullptr, 6, 6, {}},
    /* 35 */ {"tokenType", Type::string, {}, nullptr, -1, -1, {}},
    /* 36 */ {"unrestrictedSessionPolicyDocumentType", Type::string, {}, nullptr, 1, -1, {}},
    /* 37 */ {"urlType", Type::string, {}, nullptr, 4, 2048, {}},
    /* 38 */ {"userIdType", Type::string, {}, nullptr, -1, -1, {}},
    /* 39 */ {"webIdentitySubjectType", Type::string, {}, nullptr, 6, 255, {}},
};

constexpr Operation operation_table[] = {
    {Service::sts, "AssumeRole", &shapes[0], &shapes[1], {words + 0, 4}},
    {Service::sts, "AssumeRoleWithWebIdentity", &shapes[2], &shapes[3], {words + 4, 7}},
    {Service::sts, "GetCallerIdentity", &shapes[7], &shapes[8], {}},
};

}  // namespace

constinit const ServiceTables sts_tables = {
    {Service::sts, "sts", "STS", "", Protocol::query, "2011-06-15"},
    operation_table,
    shapes};

}  // namespace lakemirror::api
