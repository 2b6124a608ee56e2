#pragma once

#include <functional>
#include <vector>

#include "pipeline/anew_locations.h"
#include "pipeline/grant_holds.h"

namespace lakemirror::pipeline {

/// Grants again what locations may have lost that the target registered anew. Takes nothing away.
class GrantsAgain {
 public:
  GrantsAgain(GovernanceTools& tools, GovernanceScopes& scopes, const GrantHolds& holds)
      : tools_(tools), holds_(holds), locations_(tools, scopes) {}

  AnewLocations& locations() { return locations_; }
  /// Beside what is `wanted` in this pass anyway, to which is added what the target lacks of the source's.
  /// What is no business of the pass is `left_alone`.
  void give(std::vector<WantedGrants>& wanted,
            const std::function<bool(const GrantBook::Holder&)>& left_alone);

 private:
  void send(const WantedGrants& again);

  GovernanceTools& tools_;
  const GrantHolds& holds_;
  AnewLocations locations_;
};

}  // namespace lakemirror::pipeline
