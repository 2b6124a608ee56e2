#include "workload/options.h"

namespace lakemirror::workload {

const std::vector<std::string>& event_names() {
  static const std::vector<std::string> names = {
      "CreateDatabase",        "UpdateDatabase",        "DeleteDatabase",           "CreateTable",
      "UpdateTable",           "DeleteTable",           "BatchDeleteTable",         "CreatePartition",
      "UpdatePartition",       "DeletePartition",       "BatchCreatePartition",     "BatchUpdatePartition",
      "BatchDeletePartition",  "DeleteTableVersion",    "BatchDeleteTableVersion",  "GrantPermissions",
      "RevokePermissions",     "BatchGrantPermissions", "BatchRevokePermissions",   "CreateLFTag",
      "UpdateLFTag",           "DeleteLFTag",           "CreateLFTagExpression",    "UpdateLFTagExpression",
      "DeleteLFTagExpression", "AddLFTagsToResource",   "RemoveLFTagsFromResource", "CreateDataCellsFilter",
      "UpdateDataCellsFilter", "DeleteDataCellsFilter", "RegisterResource",         "UpdateResource",
      "DeregisterResource",    "PutDataLakeSettings"};
  return names;
}

BucketPairs bucket_pairs() {
  return {{"data", "data-replica"}, {"data-west", "data-east"}, {"lake.logs", "lake.logs.second"}};
}

std::vector<std::string> source_buckets() { return {"data", "data-west", "lake.logs", "shared-reference"}; }

Options Options::with_lake_formation(double part) const {
  static const std::map<std::string, double> mix = {
      {"GrantPermissions", 14},     {"RevokePermissions", 8},
      {"BatchGrantPermissions", 6}, {"BatchRevokePermissions", 4},
      {"CreateLFTag", 4},           {"UpdateLFTag", 3},
      {"DeleteLFTag", 2},           {"CreateLFTagExpression", 2},
      {"UpdateLFTagExpression", 1}, {"DeleteLFTagExpression", 1},
      {"AddLFTagsToResource", 6},   {"RemoveLFTagsFromResource", 3},
      {"CreateDataCellsFilter", 7}, {"UpdateDataCellsFilter", 2},
      {"DeleteDataCellsFilter", 2}, {"RegisterResource", 3},
      {"UpdateResource", 1},        {"DeregisterResource", 1.5},
      {"PutDataLakeSettings", 1.5}};
  const auto sum = [](const std::map<std::string, double>& weights) {
    double total = 0;
    for (const auto& [name, weight] : weights) total += weight;
    return total;
  };
  Options out = *this;
  const double scale = part / (1 - part) * sum(weights) / sum(mix);
  for (const auto& [name, weight] : mix) out.weights[name] = weight * scale;
  return out;
}

Options Options::lively(std::uint64_t seed) {
  Options options;
  options.seed = seed;
  options.weights = {
      {"CreateDatabase", 3},       {"UpdateDatabase", 4},        {"DeleteDatabase", 1},
      {"CreateTable", 14},         {"UpdateTable", 16},          {"DeleteTable", 4},
      {"BatchDeleteTable", 2},     {"CreatePartition", 12},      {"UpdatePartition", 8},
      {"DeletePartition", 5},      {"BatchCreatePartition", 14}, {"BatchUpdatePartition", 6},
      {"BatchDeletePartition", 4}, {"DeleteTableVersion", 2},    {"BatchDeleteTableVersion", 2}};
  options.keep = {.databases = 2,
                  .tables = 4,
                  .views = 2,
                  .iceberg_tables = 2,
                  .resource_links = 1,
                  .partitions = 10,
                  .locations = 1,
                  .tags = 2,
                  .expressions = 1,
                  .tagged_resources = 2,
                  .filters = 1,
                  .grants = 10};
  return options.with_lake_formation(0.4);
}

Options Options::hostile(std::uint64_t seed) {
  Options options;
  options.seed = seed;
  options.databases = 2;
  options.first_name = seed % 89;
  options.tables = 3;
  options.partitions = 8;
  options.batch = 4;
  options.failing = 0.06;
  options.few_variants = 0.5;
  options.weights = {
      {"CreateDatabase", 10},      {"UpdateDatabase", 5},        {"DeleteDatabase", 5},
      {"CreateTable", 18},         {"UpdateTable", 12},          {"DeleteTable", 9},
      {"BatchDeleteTable", 4},     {"CreatePartition", 12},      {"UpdatePartition", 9},
      {"DeletePartition", 8},      {"BatchCreatePartition", 10}, {"BatchUpdatePartition", 5},
      {"BatchDeletePartition", 5}, {"DeleteTableVersion", 2},    {"BatchDeleteTableVersion", 2}};
  return options;
}

}  // namespace lakemirror::workload
