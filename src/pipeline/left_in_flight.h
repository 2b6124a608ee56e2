#pragma once

#include <deque>
#include <string>
#include <vector>

#include "journal/in_flight.h"
#include "pipeline/database_filter.h"
#include "pipeline/governance_scopes.h"
#include "pipeline/scope_tree.h"

namespace lakemirror::pipeline {

/// All keys that a pass over these may change, for InFlight::announce.
std::vector<std::string> keys_in_flight(const ScopeTree& tree, const std::deque<ScopeTree>& behind,
                                        const GovernanceScopes& scopes);

/// Gives what earlier holders of the lease left in flight the look that it needs: one at once, and one when
/// nothing that they began can land any more and reads have settled. Not safe for concurrent use.
class LeftInFlight {
 public:
  LeftInFlight(journal::InFlight* in_flight, Milliseconds read_settle)
      : in_flight_(in_flight), read_settle_(read_settle) {}

  /// Adds to a pass what is due. `scopes` may be null, where Lake Formation is not replicated.
  void add_to(ScopeTree& tree, GovernanceScopes* scopes, const DatabaseFilter& filter, Time now);
  /// The pass that was added to has come to its end, and began then.
  Result<void> looked(const ScopeTree& tree, Time begun);

 private:
  void add_key(const std::string& text, ScopeTree& tree, GovernanceScopes* scopes,
               const DatabaseFilter& filter);
  bool is_all_seen(const ScopeTree& tree) const;

  journal::InFlight* in_flight_;
  Milliseconds read_settle_;
  std::size_t looked_at_ = 0;  ///< of those that are left, the first so many have had their first look
  std::vector<journal::InFlight::Left> left_ = {};  ///< as they were when they were added
  std::vector<ScopeTree::Ref> refs_ = {};
  std::vector<const Look*> looks_ = {};
};

}  // namespace lakemirror::pipeline
