#pragma once

#include <map>
#include <string>
#include <vector>

#include "permissions/grant.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// What the target grants by itself on what is made there: on a database as the data lake settings say, on a
/// table as its database says (documented; seen for databases).
class DefaultGrants {
 public:
  DefaultGrants(GovernanceTools& tools, const std::vector<Executor::Changed>& changed);

  struct Came {
    std::map<GrantBook::Holder, permissions::AtomSet> with = {};
    bool is_sure = true;  ///< false where the defaults could not be read, or only as they were before
  };
  /// What came with an object that was just made.
  Came of(const model::Key& object);

 private:
  struct Defaults {
    std::vector<permissions::Grant> list = {};  ///< on the catalog, where they are granted on nothing yet
    bool is_sure = true;
  };

  std::vector<permissions::Grant> grants_in(const json::array& list) const;
  const Defaults& defaults_for(const model::Key& object);
  Defaults defaults_in(const model::Key& key, model::ObjectState state, std::string_view member) const;

  GovernanceTools& tools_;
  Time begun_;
  std::map<std::string, Defaults> of_databases_;  ///< by name, for their tables
  std::optional<Defaults> of_account_;
};

}  // namespace lakemirror::pipeline
