#pragma once

#include <optional>
#include <vector>

#include "pipeline/governance_scopes.h"
#include "pipeline/wanted_grants.h"

namespace lakemirror::pipeline {

/// By what a pass looks at a holder, beside records that name him: the subtree that his subject lies in, the
/// LF-tags by which he holds, or everything.
class TouchedGrants {
 public:
  using Holder = permissions::AtomSet::Holder;

  explicit TouchedGrants(GovernanceScopes& scopes) : scopes_(scopes) {}

  /// nullptr where not everything is looked at.
  GovernanceScopes::SubtreeNode* everything() const;
  /// The newest event of the subtrees that hold it; absent when none does.
  std::optional<Time> below(const Holder& holder) const;
  /// The newest event of anything by which the holder is looked at, though no record names it.
  std::optional<Time> unnamed(const Holder& holder) const;
  /// What became of it, to all by which it is looked at.
  void tell(const WantedGrants& wanted, const Look& look) const;

 private:
  /// Of the LF-tags by which it holds.
  std::vector<GovernanceScopes::SubtreeNode*> policy_nodes(const Holder& holder) const;

  GovernanceScopes& scopes_;
};

}  // namespace lakemirror::pipeline
