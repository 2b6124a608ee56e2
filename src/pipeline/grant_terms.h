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

  bool cross_account = false;  ///< grants to other accounts, which share the resource with them, are made

  /// Whether a principal of the target's terms is of another account, and such are left alone.
  bool is_left_out(std::string_view principal) const;
  /// An Error where a location has no rule and such are to be parked, or where the result is no grant.
  Result<permissions::Grant> at_target(json::object row) const;
  Result<permissions::Grant> at_target(const permissions::Grant& grant) const {
    return at_target(permissions::to_json(grant, source_account));
  }
};

}  // namespace lakemirror::pipeline
