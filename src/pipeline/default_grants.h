#pragma once

#include <map>
#include <string>

#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// What the target grants by itself on what is made there: on a database as the data lake settings say, on a
/// table as its database says (documented; seen for databases).
class DefaultGrants {
 public:
  DefaultGrants(GovernanceTools& tools, const std::vector<Executor::Changed>& changed);

  std::map<GrantBook::Holder, permissions::AtomSet> of(const model::Key& object);

 private:
  const json::array& defaults_for(const model::Key& object);

  GovernanceTools& tools_;
  std::map<std::string, json::array> of_databases_;  ///< by name, for their tables
  std::optional<json::array> of_account_;
};

}  // namespace lakemirror::pipeline
