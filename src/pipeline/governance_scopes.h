#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/key.h"
#include "permissions/atom_set.h"
#include "permissions/recorded_request.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// What a pass has to look at of Lake Formation, coalesced: however many entries touch a key, it is one node.
/// Nodes stay where they are, so entries may point at their looks.
struct GovernanceScopes {
  /// One recorded grant or revoke, in the target's terms.
  struct Record {
    std::string event_id;
    Time event_time;
    permissions::RecordedRequest request;
    bool is_proven = true;  ///< the record proves that exactly this was done
  };
  /// One principal on one subject, in the target's terms.
  struct HolderNode {
    std::vector<Record> records = {};
    Time newest = Time::min();
    Look look = {};
  };
  /// A database or table of which everything is looked at that Lake Formation keeps of it and below it.
  struct SubtreeNode {
    Time event_time = Time::min();
    Digest digest = {};
  };

  /// A registered location that is looked at.
  struct LocationNode {
    bool may_be_anew = false;  ///< the target may have registered it anew since its permissions were granted
    const Look* look = nullptr;  ///< of the location itself; nullptr where no entry names it
    Digest digest = {};          ///< of what is granted again for that
  };

  /// Settings, locations, tags, expressions, tag assignments and filters.
  std::map<model::Key, Look> objects = {};
  std::map<permissions::AtomSet::Holder, HolderNode> holders = {};
  std::map<model::Key, SubtreeNode> subtrees = {};
  /// LF-tags of which every permission is looked at that is given by them.
  std::map<model::Key, SubtreeNode> policies = {};
  /// By their names at the target.
  std::map<model::Key, LocationNode> locations = {};
  /// Assignments and filters that lie below a subtree, or are part of the whole, on either side.
  std::set<model::Key> below = {};
  /// Registered locations that nothing at the source is mapped to, by their names at the target.
  std::set<model::Key> target_only = {};
  /// Kinds of which everything is looked at, because an event named nothing, or for a comparison of all.
  std::map<model::KeyKind, SubtreeNode> all = {};

  bool looks_at_all(model::KeyKind kind) const { return all.contains(kind); }
  bool has_grants() const { return !holders.empty() || !subtrees.empty() || !policies.empty(); }
  bool empty() const { return objects.empty() && !has_grants() && all.empty(); }
};

}  // namespace lakemirror::pipeline
