#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "model/entry.h"
#include "permissions/resource_pool.h"
#include "pipeline/database_filter.h"
#include "pipeline/fresh_keys.h"
#include "pipeline/governance_scopes.h"
#include "pipeline/grant_terms.h"
#include "pipeline/scope_tree.h"
#include "pipeline/settle.h"
#include "translate/touch.h"

namespace lakemirror::pipeline {

/// The entries of one pass, touched: the tree of what to look at, and per entry where in the tree its keys
/// are. Holds no record text, so that a hundred thousand pending entries fit.
class Backlog {
 public:
  struct Item {
    EntryResult result;
    std::vector<ScopeTree::Ref> refs;
    std::string left_alone = {};              ///< why some of what it touches is not looked at
    std::vector<const Look*> looks = {};      ///< of what Lake Formation keeps
    std::vector<const Digest*> digests = {};  ///< of what was not named there

    bool looks_at_nothing() const {
      return refs.empty() && looks.empty() && digests.empty() && !result.waits_until;
    }
  };

  /// Without `terms` Lake Formation is not replicated, and its events are ignored.
  Backlog(translate::TouchContext context, const DatabaseFilter& filter, const GrantTerms* terms)
      : context_(std::move(context)), filter_(filter), terms_(terms) {}

  /// Entries that touch the whole catalog wait until then.
  void hold_whole_catalog_until(Time time) { whole_catalog_from_ = time; }

  /// What the entry's record says, which another thread may find out meanwhile.
  translate::Touch touch(const model::Entry& entry) const { return translate::touch(entry.event, context_); }
  void add(const model::Entry& entry, translate::Touch touched, Time now);
  bool is_full() const { return items_.size() >= max_entries || tree_.partition_count >= max_partitions; }

  ScopeTree& tree() { return tree_; }
  GovernanceScopes& governance() { return governance_; }
  std::deque<Item>& items() { return items_; }
  const FreshKeys& fresh_keys() const { return fresh_keys_; }

  static constexpr std::size_t max_entries = 20'000;      ///< about 10 MB
  static constexpr std::size_t max_partitions = 200'000;  ///< about 30 MB
  static constexpr std::size_t max_keys_told = 20;        ///< keys kept with an outcome, for people to read

 private:
  /// Whether the configuration leaves this key's database alone; the item is told why.
  bool leaves_alone(const model::Key& key, Item& item) const;
  void add_governance(const model::Entry& entry, const translate::Touch& touched, Item& item);
  void add_location(const model::Entry& entry, const model::Key& key, Item& item);
  void add_grant(const model::Entry& entry, const translate::RecordedGrant& grant, Item& item);
  void add_unnamed(const model::Entry& entry, const translate::UnnamedKeys& unnamed, Item& item);
  static void add_node(const model::Entry& entry, GovernanceScopes::SubtreeNode& node, Item& item);
  void add_scopes(const model::Entry& entry, const std::vector<model::Scope>& scopes, Time now, Item& item);

  translate::TouchContext context_;
  const DatabaseFilter& filter_;
  const GrantTerms* terms_;
  GovernanceScopes governance_;
  Time whole_catalog_from_ = {};
  ScopeTree tree_;
  FreshKeys fresh_keys_;
  std::set<std::string, std::less<>> event_names_;  ///< to which the items refer
  std::deque<Item> items_;                          ///< which takes no more than they need, growing or grown
  permissions::ResourcePool resources_;             ///< many principals hold on each
  std::deque<Look> unmapped_;  ///< grants that no rule maps; never moved, for items point at them
};

}  // namespace lakemirror::pipeline
