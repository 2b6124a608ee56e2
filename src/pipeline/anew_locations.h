#pragma once

#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// The locations of a pass that the target registered anew, or may have. Whether permissions on a location
/// outlive that is not documented, and a listing may show what is gone: so what is granted on it, or on a
/// path below it, is granted again.
class AnewLocations {
 public:
  AnewLocations(GovernanceTools& tools, GovernanceScopes& scopes) : tools_(tools), scopes_(scopes) {}

  /// Finds out which they are. Call when locations were made, and nothing else of the pass was.
  void note();
  bool any() const;
  /// Of the location by which the holder's permissions are granted again; nullptr where they are not.
  Digest* digest_of(const GrantBook::Holder& holder) const;
  /// Why nothing was granted again. What is denied or refused is told by the entries of the grants
  /// themselves.
  static void tell(Digest& digest, const Look& look);
  void tell_all(const Look& look);
  /// Everything was granted again, but where told otherwise.
  void given();

 private:
  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
};

}  // namespace lakemirror::pipeline
