// Written by scripts/generate_api.py from botocore's service models. Do not edit.
#include "api/tables.h"

namespace lakemirror::api {
namespace {

extern const Shape shapes[15];

constexpr std::string_view words[] = {
    "insight",
    "EventId",
    "EventName",
    "ReadOnly",
    "Username",
    "ResourceType",
    "ResourceName",
    "EventSource",
    "AccessKeyId",
    "InvalidEventCategoryException",
    "InvalidLookupAttributesException",
    "InvalidMaxResultsException",
    "InvalidNextTokenException",
    "InvalidTimeRangeException",
    "OperationNotPermittedException",
    "UnsupportedOperationException",
};

constexpr Member members[] = {
    {"AccessKeyId", &shapes[14], false},
    {"CloudTrailEvent", &shapes[14], false},
    {"EventId", &shapes[14], false},
    {"EventName", &shapes[14], false},
    {"EventSource", &shapes[14], false},
    {"EventTime", &shapes[0], false},
    {"ReadOnly", &shapes[14], false},
    {"Resources", &shapes[13], false},
    {"Username", &shapes[14], false},
    {"AttributeKey", &shapes[5], true},
    {"AttributeValue", &shapes[6], true},
    {"EndTime", &shapes[0], false},
    {"EventCategory", &shapes[2], false},
    {"LookupAttributes", &shapes[7], false},
    {"MaxResults", &shapes[10], false},
    {"NextToken", &shapes[11], false},
    {"StartTime", &shapes[0], false},
    {"Events", &shapes[3], false},
    {"NextToken", &shapes[11], false},
    {"ResourceName", &shapes[14], false},
    {"ResourceType", &shapes[14], false},
};

constinit const Shape shapes[15] = {
    /* 0 */ {"Date", Type::timestamp, {}, nullptr, -1, -1, {}},
    /* 1 */ {"Event", Type::structure, {members + 0, 9}, nullptr, -1, -1, {}},
    /* 2 */ {"EventCategory", Type::string, {}, nullptr, -1, -1, {words + 0, 1}},
    /* 3 */ {"EventsList", Type::list, {}, &shapes[1], -1, -1, {}},
    /* 4 */ {"LookupAttribute", Type::structure, {members + 9, 2}, nullptr, -1, -1, {}},
    /* 5 */ {"LookupAttributeKey", Type::string, {}, nullptr, -1, -1, {words + 1, 8}},
    /* 6 */ {"LookupAttributeValue", Type::string, {}, nullptr, 1, 2000, {}},
    /* 7 */ {"LookupAttributesList", Type::list, {}, &shapes[4], -1, -1, {}},
    /* 8 */ {"LookupEventsRequest", Type::structure, {members + 11, 6}, nullptr, -1, -1, {}},
    /* 9 */ {"LookupEventsResponse", Type::structure, {members + 17, 2}, nullptr, -1, -1, {}},
    /* 10 */ {"MaxResults", Type::integer, {}, nullptr, 1, 50, {}},
    /* 11 */ {"NextToken", Type::string, {}, nullptr, -1, -1, {}},
    /* 12 */ {"Resource", Type::structure, {members + 19, 2}, nullptr, -1, -1, {}},
    /* 13 */ {"ResourceList", Type::list, {}, &shapes[12], -1, -1, {}},
    /* 14 */ {"String", Type::string, {}, nullptr, -1, -1, {}},
};

constexpr Operation operation_table[] = {
    {Service::cloudtrail, "LookupEvents", &shapes[8], &shapes[9], {words + 9, 7}},
};

}  // namespace

constinit const ServiceTables cloudtrail_tables = {
    {Service::cloudtrail, "cloudtrail", "CLOUDTRAIL", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", Protocol::json_1_1, "2013-11-01"},
    operation_table,
    shapes};

}  // namespace lakemirror::api
