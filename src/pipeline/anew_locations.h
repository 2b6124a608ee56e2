#pragma once

#include <set>

#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// The locations of a pass that the target registered anew, or may have. Whether permissions on a location
/// outlive that is not documented, and a listing may show what is gone: so what was granted on it, or on a
/// path below it, is granted again.
class AnewLocations {
 public:
  using Holder = GrantBook::Holder;

  AnewLocations(GovernanceTools& tools, GovernanceScopes& scopes) : tools_(tools), scopes_(scopes) {}

  /// Finds out which they are. Call when locations were made, and nothing else of the pass was.
  void note();
  bool any() const;
  /// Who held something on them.
  std::set<Holder> holders() const;
  /// Of the location by which the holder's permissions are granted again; nullptr where they are not.
  Digest* digest_of(const Holder& holder) const;
  /// What the target had and the source still grants. Where the location was surely registered anew, also what
  /// the source may hide, what is the target's own, and all where nothing is to be taken away.
  permissions::AtomSet to_give(const Holder& holder) const;
  /// Why something was not granted for a location's sake that the target did not have: what is denied or
  /// refused there is told by the entry of the grant itself.
  static void tell(Digest& digest, const Look& look);
  void tell_all(const Look& look);
  /// Everything was granted again, but where told otherwise.
  void given();

 private:
  bool is_the_targets(const Holder& holder) const;

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
};

}  // namespace lakemirror::pipeline
