#pragma once

#include <string>
#include <vector>

#include "local/lake_rights.h"

namespace lakemirror::local {

/// One row of a listing.
struct PermissionRow {
  std::string principal = {};
  LakeResource resource = {};
  std::string condition = {};
  PermissionSet permissions = {};
  PermissionSet grantable = {};
  Time updated = {};
  std::string updated_by = {};
};

/// The rows a listing shows of one grant: two where ALL on a table shows SELECT on a row of its own.
std::vector<PermissionRow> rows_of(const Call& call, const Grant& grant);

/// What creators have without a grant, as the knob list_creators shows it; `after` the rows of grants.
std::vector<PermissionRow> creator_rows(const Call& call);

/// What Lake Formation would apply for `principal` on `resource`: computed from grants, implicit rights,
/// wildcards, LF-tags and what IAM allows everybody.
std::vector<PermissionRow> effective_rows(const Call& call, const std::string& principal,
                                          const LakeResource& resource);

json::object to_json(const Call& call, const PermissionRow& row);

}  // namespace lakemirror::local
