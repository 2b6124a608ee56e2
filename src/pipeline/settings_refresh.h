#pragma once

#include "model/snapshot.h"
#include "pipeline/governance_tools.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// Makes the target's data lake settings those of the source, which are one document that every Put replaces
/// whole. The target keeps what it owns: our own role, and administrators that the source was never seen to
/// have.
class SettingsRefresh {
 public:
  explicit SettingsRefresh(GovernanceTools& tools) : tools_(tools) {}

  /// Reads the source's settings, and notes from them whether we may see all of it.
  model::ObjectState read_source();
  Look put(const model::ObjectState& source);

 private:
  Result<json::object> wanted(json::object source, const json::object& target);
  Result<void> keep_own_admins(json::object& wanted, const json::object& target, std::string_view list);
  void keep_newer_version(json::object& wanted, const json::object& target) const;

  GovernanceTools& tools_;
};

}  // namespace lakemirror::pipeline
