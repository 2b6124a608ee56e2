#pragma once

#include <string_view>

#include "base/json.h"
#include "mapping/mapping.h"

namespace lakemirror::mapping {

/// Maps members of Lake Formation's bodies in place. Like Rewriter, every function takes the member's value,
/// or nullptr, and leaves values of an unexpected type alone.
class GovernanceRewriter {
 public:
  explicit GovernanceRewriter(const MappingSettings& settings) : settings_(settings) {}

  /// A name, or a structure with the name in DataLakePrincipalIdentifier.
  void principal(json::value* value) const;
  void principals(json::value* list) const;
  /// [{Principal, Permissions}]
  void default_permissions(json::value* list) const;
  void catalog_id(json::value* value) const;
  /// Every CatalogId and TableCatalogId in it, at any depth. Safe for bodies that have maps: a name that is a
  /// key of a map and reads so has no text below it.
  void catalog_ids(json::value& value) const;
  void accounts(json::value* list) const;

 private:
  const MappingSettings& settings_;
};

}  // namespace lakemirror::mapping
