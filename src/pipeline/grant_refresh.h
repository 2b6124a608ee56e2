#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "permissions/plan.h"
#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// Makes what principals are granted at the target equal to what they are granted at the source, for the
/// holders that a pass touches. Two ways lead there. The listing of the source shows what is granted, but is
/// long and may be asked for only now and then. A record says exactly what one call changed, and is applied
/// at once where that is beyond doubt; its entry stays pending until a listing has confirmed it.
class GrantRefresh {
 public:
  GrantRefresh(GovernanceTools& tools, GovernanceScopes& scopes) : tools_(tools), scopes_(scopes) {}

  /// What records say was revoked, before anything else is done. Nothing while no listing was ever read.
  void revoke_by_records();
  /// Everything else, after the objects it is granted on were made.
  void put();

 private:
  using Holder = permissions::AtomSet::Holder;
  /// What one touched holder shall hold.
  struct Wanted {
    Holder holder;              ///< at the target
    permissions::AtomSet held;  ///< there
    Look* look = nullptr;       ///< of the record's node; nullptr where only a subtree or all is looked at
    Time excess_since = {};     ///< what is revoked was too much since then
    bool loses_by_listing = false;  ///< what only the listing lacks, and the breaker admits
    bool by_records = false;        ///< what it shall lose is what events say, not what the listing lacks
    std::optional<Look> held_back = {};  ///< not all of it may be done now
  };

  /// Some of the holders, and what is done for them in one plan.
  struct Part {
    std::span<const Wanted* const> wanted = {};
    model::Plan plan = {};
    std::vector<model::ChangeResult> results = {};
  };

  GovernanceScopes::SubtreeNode* all_grants();
  Time settled(Time event_time) const { return event_time + tools_.catalog.read_settle; }
  /// Whether the last listing surely began after it.
  bool is_listed_after(Time event_time) const;
  bool is_listing_needed();
  bool list();
  /// The source's set as the newest records leave it; absent when they do not say so beyond doubt.
  std::optional<permissions::AtomSet> by_records(const Holder& holder, GovernanceScopes::HolderNode& node);
  void collect_touched(std::vector<Wanted>& wanted);
  void collect_one(const Holder& holder, GovernanceScopes::HolderNode& node, std::vector<Wanted>& wanted);
  bool may_be_undone(const Holder& holder, const GovernanceScopes::Record& grant) const;
  permissions::AtomSet named_by_revokes(const Holder& holder, const GovernanceScopes::HolderNode& node) const;
  bool may_be_revoked_since(const GovernanceScopes::HolderNode& node) const;
  permissions::AtomSet as_listed_so_far(const Holder& holder, const GovernanceScopes::HolderNode& node) const;
  permissions::AtomSet without_what_is_hidden_or_gone(const Holder& holder, permissions::AtomSet held);
  void collect_below(std::vector<Wanted>& wanted);
  /// The newest event of the subtrees that hold it; absent when none does.
  std::optional<Time> touched_below(const Holder& holder) const;
  /// Of the LF-tags by which it holds.
  std::vector<GovernanceScopes::SubtreeNode*> policy_nodes(const Holder& holder) const;
  /// The newest event of anything by which the holder is looked at, though no record names it.
  std::optional<Time> touched_unnamed(const Holder& holder);
  bool is_own(const std::string& principal) const { return tools_.own_principals.contains(principal); }
  bool is_left_alone(const Holder& holder) const;
  /// Takes out what must not be revoked now, and says why in the looks.
  void hold_removals(std::vector<Wanted>& wanted);
  void hold_gains(std::vector<Wanted>& wanted) const;
  Time newest_unseen_loss(const Holder& holder) const;
  permissions::AtomSet given_since(const Holder& holder, Time since) const;
  void keep_what_is_the_targets(std::vector<Wanted>& wanted);
  bool keep_with_its_object(Wanted& wanted);
  permissions::AtomSet revoked_by_records(const Holder& holder) const;
  bool is_gone_at_source(const model::Key& object);
  void hold_what_may_be_hidden(Wanted& wanted);
  void hold_for_breaker(std::vector<Wanted>& wanted);
  void apply(const std::vector<Wanted>& wanted);
  model::Plan plan(std::span<const Wanted* const> wanted) const;
  void settle(const Part& part);
  void settle_one(const Wanted& wanted, const std::vector<const model::ChangeResult*>& results);
  void count_excess(const Wanted& wanted);
  bool remember();
  void tell(const Wanted& wanted, const Look& look);
  void tell_all(const Look& look);
  /// Of what the last listing decides.
  Look judged() const { return Look::unchanged(tools_.book.begun()); }
  /// Of what only the next listing can decide.
  Look later() const;

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
  std::set<Holder> done_;
  std::map<model::Key, bool> gone_;  ///< asked in this pass
};

}  // namespace lakemirror::pipeline
