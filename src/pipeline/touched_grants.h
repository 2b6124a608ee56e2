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
  /// The newest event of all by which the holder is looked at, though no record names it.
  std::optional<Time> unnamed(const Holder& holder) const { return newest(nodes(holder)); }
  /// All by which the holder is looked at, though no record names it.
  using Nodes = std::vector<GovernanceScopes::SubtreeNode*>;
  Nodes nodes(const Holder& holder) const;
  /// The newest event of these; absent where there is none.
  static std::optional<Time> newest(const Nodes& nodes);
  /// What became of it, to all by which it is looked at.
  void tell(const WantedGrants& wanted, const Look& look) const;

 private:
  void add_subtrees(const Holder& holder, Nodes& nodes) const;
  /// Of the LF-tags by which it holds.
  void add_policies(const Holder& holder, Nodes& nodes) const;

  GovernanceScopes& scopes_;
};

}  // namespace lakemirror::pipeline
