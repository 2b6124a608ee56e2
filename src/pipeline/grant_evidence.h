#pragma once

#include <optional>

#include "pipeline/grant_listing.h"
#include "pipeline/touched_grants.h"

namespace lakemirror::pipeline {

/// What records and listings together say a holder has. Whatever is in doubt is not said to be given, and
/// what a record names is said to be revoked.
class GrantEvidence {
 public:
  using Holder = permissions::AtomSet::Holder;

  GrantEvidence(GovernanceTools& tools, GovernanceScopes& scopes)
      : tools_(tools), scopes_(scopes), touched_(scopes), listing_(tools) {}

  /// The source's set as the newest records leave it; absent when they do not say so beyond doubt.
  std::optional<permissions::AtomSet> by_records(const Holder& holder,
                                                 const GovernanceScopes::HolderNode& node) const;
  /// Where they do not: what may be done of it already.
  permissions::AtomSet as_listed_so_far(const Holder& holder, const GovernanceScopes::HolderNode& node) const;
  permissions::AtomSet without_what_is_hidden_or_gone(const Holder& holder, permissions::AtomSet held) const;
  Time newest_unseen_loss(const Holder& holder) const;
  permissions::AtomSet given_since(const Holder& holder, Time since) const;
  permissions::AtomSet revoked_by_records(const Holder& holder) const;

 private:
  bool may_be_undone(const Holder& holder, const GovernanceScopes::Record& grant) const;
  bool may_be_revoked_since(const GovernanceScopes::HolderNode& node) const;
  permissions::AtomSet named_by_revokes(const Holder& holder, const GovernanceScopes::HolderNode& node) const;

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
  TouchedGrants touched_;
  GrantListing listing_;
};

}  // namespace lakemirror::pipeline
