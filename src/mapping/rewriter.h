#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "mapping/mapping.h"

namespace lakemirror::mapping {

/// Maps members of one body in place. Every function takes the member's value, or nullptr when the body does
/// not have it, and leaves values of an unexpected type alone. Lives no longer than the settings and the list
/// it was given.
class Rewriter {
 public:
  Rewriter(const MappingSettings& settings, std::vector<std::string>* unmapped)
      : settings_(settings), unmapped_(unmapped) {}

  void location(json::value* value);
  /// Values only, and of those only the ones that as a whole are a location or a comma-separated list of
  /// them.
  void parameters(json::value* value);
  void storage_descriptor(json::value* value);
  /// What a resource link points at. A link into the replicated catalog must point into the replica; one to
  /// another account, or to a third Region, means the same thing on both sides.
  void link_target(json::value* value);
  /// The SQL of a view stays as it is; what it reads and on whose behalf is named by ARN, and mapped.
  void view_definition(json::value* value);
  void default_permissions(json::value* value);

 private:
  void locations(json::value* value);
  void location_list(json::string& text);
  void glue_arn(json::value* value);
  void principal(json::value* value);
  void note(const LocationMapping::Mapped& mapped);

  const MappingSettings& settings_;
  std::vector<std::string>* unmapped_;
};

}  // namespace lakemirror::mapping
