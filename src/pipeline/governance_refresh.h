#pragma once

#include <vector>

#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"
#include "pipeline/governed_objects.h"
#include "pipeline/grant_refresh.h"
#include "pipeline/scope_tree.h"
#include "pipeline/settings_refresh.h"

namespace lakemirror::pipeline {

/// Lake Formation's half of a pass, around the catalog's: what takes access away goes before it, what needs
/// its objects comes after it.
class GovernanceRefresh {
 public:
  /// `tree` is the catalog's part of the same pass.
  GovernanceRefresh(GovernanceTools& tools, GovernanceScopes& scopes, ScopeTree& tree)
      : tools_(tools),
        scopes_(scopes),
        trees_{&tree},
        objects_(tools, scopes, [this] { grants_.know_target(); }),
        grants_(tools, scopes) {}

  void before_catalog();
  /// What lies behind the links of the tree that was taken up last is part of the pass too.
  void take_up_behind(ScopeTree& behind);
  void after_catalog();
  /// Of a comparison: tells what of the source it could not judge.
  void tell_undecided();

 private:
  bool makes_objects() const;
  void note_source_changes();
  void note_source_change(const model::Key& key, const Node& node);
  void put_settings();
  bool defaults_are_wider() const;
  void add_subtrees();
  void add_subtree(const model::Key& key, const Node& node);
  void note_changed();
  void tell_trees();
  void tell_undecided(const model::Key& key, const Error& error);
  void tell_node(const model::Key& key, Node& node);

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
  std::vector<ScopeTree*> trees_;  ///< the catalog's part first, then what lies behind its links
  GovernedObjects objects_;
  GrantRefresh grants_;
  model::ObjectState source_settings_ = {};
};

}  // namespace lakemirror::pipeline
