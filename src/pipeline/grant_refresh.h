#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "permissions/plan.h"
#include "pipeline/grant_holds.h"
#include "pipeline/grants_again.h"

namespace lakemirror::pipeline {

/// Makes what principals are granted at the target equal to what they are granted at the source, for the
/// holders that a pass touches. Two ways lead there. The listing of the source shows what is granted, but is
/// long and may be asked for only now and then. A record says exactly what one call changed, and is applied
/// at once where that is beyond doubt; its entry stays pending until a listing has confirmed it.
class GrantRefresh {
 public:
  GrantRefresh(GovernanceTools& tools, GovernanceScopes& scopes)
      : tools_(tools),
        scopes_(scopes),
        touched_(scopes),
        listing_(tools),
        evidence_(tools, scopes),
        holds_(tools, scopes, evidence_),
        again_(tools, scopes, holds_) {}

  /// Sees to it that both sides were listed not long ago.
  void know_target();
  /// Call when locations were made, and nothing else of the pass was.
  void note_registered_anew() { again_.locations().note(); }
  /// What records say was revoked, before anything else is done. Nothing while no listing was ever read.
  void revoke_by_records();
  /// Everything else, after the objects it is granted on were made.
  void put();

 private:
  using Holder = permissions::AtomSet::Holder;

  /// Some of the holders, and what is done for them in one plan.
  struct Part {
    std::span<const WantedGrants* const> wanted = {};
    model::Plan plan = {};
    std::vector<model::ChangeResult> results = {};
  };

  bool is_listing_needed();
  bool list();
  Result<void> list_both(Time begun);
  void collect_touched(std::vector<WantedGrants>& wanted);
  void collect_one(const Holder& holder, GovernanceScopes::HolderNode& node,
                   std::vector<WantedGrants>& wanted);
  void collect_below(std::vector<WantedGrants>& wanted);
  void tell_same(const Holder& holder, const TouchedGrants::Nodes& nodes);
  Look if_sure(Look look, const Holder& holder) const;
  bool is_own(const std::string& principal) const { return tools_.own_principals.contains(principal); }
  bool is_left_alone(const Holder& holder) const;
  void apply(const std::vector<WantedGrants>& wanted);
  model::Plan plan(std::span<const WantedGrants* const> wanted) const;
  void settle(const Part& part);
  std::optional<Error> refused_for_good(const WantedGrants& wanted,
                                        const std::vector<const model::ChangeResult*>& results) const;
  void settle_one(const WantedGrants& wanted, const std::vector<const model::ChangeResult*>& results);
  void note_excess(const WantedGrants& wanted, bool all_done);
  void count_excess(const WantedGrants& wanted);
  bool remember();
  void tell_all(const Look& look);

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
  TouchedGrants touched_;
  GrantListing listing_;
  GrantEvidence evidence_;
  GrantHolds holds_;
  GrantsAgain again_;
  std::set<Holder> done_;
};

}  // namespace lakemirror::pipeline
