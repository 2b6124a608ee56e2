#pragma once

#include "api/api.h"

namespace lakemirror::api {

/// One service's generated tables. Operations and shapes are sorted by name.
struct ServiceTables {
  ServiceInfo info;
  std::span<const Operation> operations;
  std::span<const Shape> shapes;
};

extern const ServiceTables glue_tables;
extern const ServiceTables cloudtrail_tables;
extern const ServiceTables sts_tables;
extern const ServiceTables lakeformation_tables;
extern const ServiceTables dynamodb_tables;

}  // namespace lakemirror::api
