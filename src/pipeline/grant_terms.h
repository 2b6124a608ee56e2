#pragma once

#include <string>

#include "mapping/mapping.h"
#include "permissions/grant.h"

namespace lakemirror::pipeline {

/// Turns what the source grants into what the target shall grant.
struct GrantTerms {
  const mapping::Mapping& mapping;
  std::string source_account;
  std::string target_account;
  bool park_unmapped = false;

  /// An Error where a location has no rule and such are to be parked, or where the result is no grant.
  Result<permissions::Grant> at_target(json::object row) const;
  Result<permissions::Grant> at_target(const permissions::Grant& grant) const {
    return at_target(permissions::to_json(grant, source_account));
  }
};

}  // namespace lakemirror::pipeline
