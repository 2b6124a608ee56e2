#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "mapping/location_mapping.h"

namespace lakemirror::mapping {

/// What differs between the two sides by intention. Empty accounts or Regions mean that nothing of that kind
/// is mapped.
struct MappingSettings {
  LocationMapping locations = {};
  std::string source_account = {};
  std::string target_account = {};
  std::string source_region = {};
  std::string target_region = {};
};

/// Turns a body of the source into what the target should hold. Pure: equal bodies give equal bodies. Takes
/// bodies in the API's input shape (DatabaseInput, TableInput, PartitionInput); members it does not know pass
/// through.
///
/// Locations are mapped in every place where one can stand: database LocationUri, StorageDescriptor Location
/// and AdditionalLocations, and each value of a Parameters map (database, table, partition, storage
/// descriptor, SerDe) that is as a whole an S3 location or a comma-separated list of them. Account and Region
/// are mapped in the targets of resource links, in Glue ARNs (views' sub-objects, schema references), and the
/// account in principals. Parameter keys, names, columns, partition values, skewed values and view text are
/// never touched. Applying it twice is not applying it once: where two buckets swap, the second time would
/// undo the first.
class Mapping {
 public:
  Mapping() = default;
  explicit Mapping(MappingSettings settings) : settings_(std::move(settings)) {}

  /// Locations that no rule covers are appended to `unmapped`, unless it is nullptr, and stay as they are.
  json::object database(json::object database_input, std::vector<std::string>* unmapped) const;
  json::object table(json::object table_input, std::vector<std::string>* unmapped) const;
  json::object partition(json::object partition_input, std::vector<std::string>* unmapped) const;

  /// Whom a principal of Lake Formation's stands for at the target; see map_principal.
  std::string principal(std::string_view name) const;
  /// An S3 ARN by the rules for locations.
  std::string location_arn(std::string_view arn, std::vector<std::string>* unmapped) const;

  // Bodies of Lake Formation's, as the calls that write them take them. Members that are not named here pass
  // through untouched, for Lake Formation adds some at any time.

  /// DataLakeSettings: the principals of its lists, the account ids of TrustedResourceOwners.
  json::object settings(json::object data_lake_settings) const;
  /// RegisterResource's: ResourceArn, the account of RoleArn and of the bucket's expected owner.
  json::object location(json::object request, std::vector<std::string>* unmapped) const;
  /// A row of ListPermissions, or a request to grant or revoke: principal, catalogs, data locations.
  json::object grant(json::object row, std::vector<std::string>* unmapped) const;
  /// LF-tags, LF-tag expressions, the LF-tags on a resource, data cells filters: only catalogs are named.
  json::object tag(json::object body) const { return with_catalogs(std::move(body)); }
  json::object expression(json::object body) const { return with_catalogs(std::move(body)); }
  json::object assignment(json::object body) const { return with_catalogs(std::move(body)); }
  json::object filter(json::object table_data) const { return with_catalogs(std::move(table_data)); }

  const MappingSettings& settings() const { return settings_; }

 private:
  json::object with_catalogs(json::object body) const;

  MappingSettings settings_;
};

}  // namespace lakemirror::mapping
