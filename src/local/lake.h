#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "local/lake_permissions.h"
#include "local/lake_resource.h"
#include "local/shelf.h"
#include "local/text_pool.h"

namespace lakemirror::local {

/// Values only; the rules are in lake_grants, lake_rights and the actions.

/// One row: what one principal was granted on one resource. SELECT of a table always has a row of its own,
/// on all columns, which is how Lake Formation lists it (seen).
struct Grant {
  std::string principal = {};
  LakeResource resource = {};
  std::string condition = {};
  PermissionSet permissions = {};
  PermissionSet grantable = {};  ///< a subset of `permissions`
  Time updated = {};
  SharedText updated_by = {};

  std::string key() const { return key_of(resource, condition, principal); }
  static std::string key_of(const LakeResource& resource, std::string_view condition,
                            std::string_view principal);
};

struct LakeTag {
  std::vector<std::string> values = {};  ///< in the order they came
  SharedText created_by = {};
};

/// The LF-tags put on one database, table or column itself: values by key.
using Assignment = std::map<std::string, std::string, std::less<>>;

struct CellsFilter {
  LakeResource at = {};    ///< its name and its table's
  json::object body = {};  ///< RowFilter and ColumnNames or ColumnWildcard, as they came
  std::string version = {};
};

struct RegisteredLocation {
  json::object body = {};  ///< as DescribeResource shows it, without the ARN and the time
  bool service_linked = false;
  Time updated = {};
};

struct TagExpression {
  std::string description = {};
  std::vector<TagPair> expression = {};
  SharedText created_by = {};
};

struct OptIn {
  std::string principal = {};
  LakeResource resource = {};
  std::string condition = {};
  Time updated = {};
  SharedText updated_by = {};
};

struct LakeSettings {
  json::object document = {};  ///< as GetDataLakeSettings shows it
  std::vector<std::string> admins = {};
  std::vector<std::string> read_only_admins = {};

  explicit LakeSettings(json::object from);
};

/// One account's Lake Formation in one Region.
struct Lake {
  Lake();

  Shelf<Grant> grants = {};                                  ///< by Grant::key
  Shelf<LakeTag> tags = {};                                  ///< by key
  Shelf<Assignment> assignments = {};                        ///< by LakeResource::key, of columns one by one
  Shelf<CellsFilter> filters = {};                           ///< by LakeResource::key
  Shelf<RegisteredLocation> locations = {};                  ///< by ARN
  Shelf<TagExpression> expressions = {};                     ///< by name
  Shelf<OptIn> opt_ins = {};                                 ///< by resource key and principal
  Shelf<std::shared_ptr<const LakeSettings>> settings = {};  ///< one, without a name

  const LakeSettings& current_settings(View view = {}) const;
  /// Nothing has happened yet: as in an account that never used Lake Formation.
  bool fresh() const;
};

/// Who it is when IAM alone decides.
inline constexpr std::string_view iam_allowed_principals = "IAM_ALLOWED_PRINCIPALS";

}  // namespace lakemirror::local
