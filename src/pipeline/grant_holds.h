#pragma once

#include <map>
#include <vector>

#include "pipeline/grant_evidence.h"

namespace lakemirror::pipeline {

/// Takes out of what is wanted whatever must not be done now, and says why in `held_back`.
class GrantHolds {
 public:
  GrantHolds(GovernanceTools& tools, GovernanceScopes& scopes, const GrantEvidence& evidence)
      : tools_(tools), touched_(scopes), listing_(tools), evidence_(evidence) {}

  void of_removals(std::vector<WantedGrants>& wanted);
  void of_gains(std::vector<WantedGrants>& wanted) const;
  void of_what_may_be_hidden(WantedGrants& wanted);

 private:
  void keep_what_is_the_targets(std::vector<WantedGrants>& wanted);
  bool keep_with_its_object(WantedGrants& wanted);
  bool is_gone_at_source(const model::Key& object);
  void of_breaker(std::vector<WantedGrants>& wanted);

  GovernanceTools& tools_;
  TouchedGrants touched_;
  GrantListing listing_;
  const GrantEvidence& evidence_;
  std::map<model::Key, bool> gone_;  ///< asked in this pass
};

}  // namespace lakemirror::pipeline
