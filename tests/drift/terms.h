#pragma once

#include <string>
#include <vector>

#include "permissions/grant.h"

namespace lakemirror::drift {

/// What one side calls what both have: accounts and buckets differ. Knows nothing of src/mapping, which is
/// judged along with the rest.
struct Terms {
  std::string account;
  std::string bucket;

  std::string principal(const std::string& name) const;  ///< "role/analyst"; what is no such name stays
  std::string location(const std::string& path) const;
  /// A grant that names principals and locations without account and bucket, as this side has it.
  permissions::Grant grant(const permissions::Grant& drawn) const;
  std::vector<permissions::Grant> grants(const std::vector<permissions::Grant>& drawn) const;
};

}  // namespace lakemirror::drift
