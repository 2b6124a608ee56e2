// Written by scripts/generate_api.py from botocore's service models. Do not edit.
#include "api/tables.h"

namespace lakemirror::api {
namespace {

extern const Shape shapes[32];

constexpr std::string_view words[] = {
    "ExpiredTokenException",
    "MalformedPolicyDocument",
    "PackedPolicyTooLarge",
    "RegionDisabledException",
};

constexpr Member members[] = {
    {"DurationSeconds", &shapes[20], false},
    {"ExternalId", &shapes[17], false},
    {"Policy", &shapes[30], false},
    {"PolicyArns", &shapes[19], false},
    {"ProvidedContexts", &shapes[8], false},
    {"RoleArn", &shapes[13], true},
    {"RoleSessionName", &shapes[21], true},
    {"SerialNumber", &shapes[22], false},
    {"SourceIdentity", &shapes[23], false},
    {"Tags", &shapes[26], false},
    {"TokenCode", &shapes[28], false},
    {"TransitiveTagKeys", &shapes[24], false},
    {"AssumedRoleUser", &shapes[2], false},
    {"Credentials", &shapes[3], false},
    {"PackedPolicySize", &shapes[18], false},
    {"SourceIdentity", &shapes[23], false},
    {"Arn", &shapes[13], true},
    {"AssumedRoleId", &shapes[14], true},
    {"AccessKeyId", &shapes[10], true},
    {"Expiration", &shapes[16], true},
    {"SecretAccessKey", &shapes[11], true},
    {"SessionToken", &shapes[29], true},
    {"Account", &shapes[12], false},
    {"Arn", &shapes[13], false},
    {"UserId", &shapes[31], false},
    {"arn", &shapes[13], false},
    {"ContextAssertion", &shapes[15], false},
    {"ProviderArn", &shapes[13], false},
    {"Key", &shapes[25], true},
    {"Value", &shapes[27], true},
};

constinit const Shape shapes[32] = {
    /* 0 */ {"AssumeRoleRequest", Type::structure, {members + 0, 12}, nullptr, -1, -1, {}},
    /* 1 */ {"AssumeRoleResponse", Type::structure, {members + 12, 4}, nullptr, -1, -1, {}},
    /* 2 */ {"AssumedRoleUser", Type::structure, {members + 16, 2}, nullptr, -1, -1, {}},
    /* 3 */ {"Credentials", Type::structure, {members + 18, 4}, nullptr, -1, -1, {}},
    /* 4 */ {"GetCallerIdentityRequest", Type::structure, {}, nullptr, -1, -1, {}},
    /* 5 */ {"GetCallerIdentityResponse", Type::structure, {members + 22, 3}, nullptr, -1, -1, {}},
    /* 6 */ {"PolicyDescriptorType", Type::structure, {members + 25, 1}, nullptr, -1, -1, {}},
    /* 7 */ {"ProvidedContext", Type::structure, {members + 26, 2}, nullptr, -1, -1, {}},
    /* 8 */ {"ProvidedContextsListType", Type::list, {}, &shapes[7], 1, 5, {}},
    /* 9 */ {"Tag", Type::structure, {members + 28, 2}, nullptr, -1, -1, {}},
    /* 10 */ {"accessKeyIdType", Type::string, {}, nullptr, 16, 128, {}},
    /* 11 */ {"accessKeySecretType", Type::string, {}, nullptr, -1, -1, {}},
    /* 12 */ {"accountType", Type::string, {}, nullptr, -1, -1, {}},
    /* 13 */ {"arnType", Type::string, {}, nullptr, 20, 2048, {}},
    /* 14 */ {"assumedRoleIdType", Type::string, {}, nullptr, 2, 193, {}},
    /* 15 */ {"contextAssertionType", Type::string, {}, nullptr, 4, 2048, {}},
    /* 16 */ {"dateType", Type::timestamp, {}, nullptr, -1, -1, {}},
    /* 17 */ {"externalIdType", Type::string, {}, nullptr, 2, 1224, {}},
    /* 18 */ {"nonNegativeIntegerType", Type::integer, {}, nullptr, 0, -1, {}},
    /* 19 */ {"policyDescriptorListType", Type::list, {}, &shapes[6], -1, -1, {}},
    /* 20 */ {"roleDurationSecondsType", Type::integer, {}, nullptr, 900, 43200, {}},
    /* 21 */ {"roleSessionNameType", Type::string, {}, nullptr, 2, 64, {}},
    /* 22 */ {"serialNumberType", Type::string, {}, nullptr, 9, 256, {}},
    /* 23 */ {"sourceIdentityType", Type::string, {}, nullptr, 2, 64, {}},
    /* 24 */ {"tagKeyListType", Type::list, {}, &shapes[25], -1, 50, {}},
    /* 25 */ {"tagKeyType", Type::string, {}, nullptr, 1, 128, {}},
    /* 26 */ {"tagListType", Type::list, {}, &shapes[9], -1, 50, {}},
    /* 27 */ {"tagValueType", Type::string, {}, nullptr, 0, 256, {}},
    /* 28 */ {"tokenCodeType", Type::string, {}, nullptr, 6, 6, {}},
    /* 29 */ {"tokenType", Type::string, {}, nullptr, -1, -1, {}},
    /* 30 */ {"unrestrictedSessionPolicyDocumentType", Type::string, {}, nullptr, 1, -1, {}},
    /* 31 */ {"userIdType", Type::string, {}, nullptr, -1, -1, {}},
};

constexpr Operation operation_table[] = {
    {Service::sts, "AssumeRole", &shapes[0], &shapes[1], {words + 0, 4}},
    {Service::sts, "GetCallerIdentity", &shapes[4], &shapes[5], {}},
};

}  // namespace

constinit const ServiceTables sts_tables = {
    {Service::sts, "sts", "STS", "", Protocol::query, "2011-06-15"},
    operation_table,
    shapes};

}  // namespace lakemirror::api
