#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/snapshot.h"
#include "pipeline/governance_tools.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// Makes the target's data lake settings those of the source, which are one document that every Put replaces
/// whole. The target keeps what it owns: our own role, and administrators that the source was never seen to
/// have. A Put that is refused for one principal is made without it.
class SettingsRefresh {
 public:
  explicit SettingsRefresh(GovernanceTools& tools) : tools_(tools) {}

  /// Reads the source's settings, and notes from them whether we may see all of it.
  model::ObjectState read_source();
  Look put(const model::ObjectState& source);

 private:
  struct Plan {
    json::object wanted = {};
    std::set<std::string> of_source = {};  ///< whom it may lack where the target does not know them
    std::vector<std::string> gone = {};    ///< administrators whom the source has no longer, by their names
  };

  Result<Plan> plan_for(json::object source, const json::object& target, Time now);
  Result<void> keep_own_admins(Plan& plan, const json::object& target, std::string_view list, Time now);
  /// `held` is what was read at the target.
  model::ChangeResult send(const json::object& settings, const json::object& held);
  void keep_newer_version(json::object& wanted, const json::object& target) const;

  GovernanceTools& tools_;
};

}  // namespace lakemirror::pipeline
