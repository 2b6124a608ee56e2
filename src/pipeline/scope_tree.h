#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/key.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

struct DatabaseNode;
struct TableNode;

/// The place of a scope in a tree, valid as long as the tree.
struct ScopeRef {
  const DatabaseNode* database = nullptr;  ///< nullptr: the whole catalog
  const TableNode* table = nullptr;
  const Look* partition = nullptr;
  bool whole = false;
};

/// What a node was touched for, and what the look at it found.
struct Node {
  bool whole = false;  ///< everything below it too
  bool named = false;  ///< an event named this key, or one below it: the source once had it
  Time alive_at =
      Time::min();  ///< the last event that says it exists: an absence read sooner after it may be stale
  Time touched_at = Time::min();  ///< the newest event that reaches all below it
  Look look = {};
  std::optional<double> made_anew_at = {};   ///< the source's CreateTime, where it is younger than the copy
  Digest below = {};                         ///< of what lies below it, where `whole`
  Digest governed = {};                      ///< of what Lake Formation keeps of it and of what lies below it
  std::optional<model::Key> points_at = {};  ///< of a resource link at the source: what it stands for
  std::vector<ScopeRef> behind = {};         ///< where in the next tree that is looked at
};

struct TableNode : Node {
  /// Touched partitions by the last part of their key's text: short, and all that a key needs beside its
  /// table.
  std::unordered_map<std::string, Look> partitions = {};
};

struct DatabaseNode : Node {
  bool nowhere = false;                          ///< neither side has it
  std::map<std::string, TableNode> tables = {};  ///< by name
};

/// All that a pass has to look at, coalesced: however many entries touch a key, it is one node.
class ScopeTree {
 public:
  using Ref = ScopeRef;

  /// `alive` is false for an event that says the key is gone.
  Ref add(const model::Scope& scope, Time event_time, bool alive);

  bool whole = false;                                  ///< the catalog with everything in it
  Time whole_touched_at = Time::min();                 ///< the newest event that named nothing
  Digest below = {};                                   ///< of everything, where `whole`
  std::map<std::string, DatabaseNode> databases = {};  ///< by name
  std::size_t partition_count = 0;

  /// What became of a scope: the key's own look, with what lies below it where the scope was a subtree.
  Digest result_of(const Ref& ref) const;
};

/// The full key of a partition from its table's key and the last part of its text.
model::Key partition_key(const model::Key& table, const std::string& last_part);
/// That last part.
std::string last_part_of(const model::Key& partition);

}  // namespace lakemirror::pipeline
