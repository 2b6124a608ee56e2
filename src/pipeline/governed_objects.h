#pragma once

#include <functional>
#include <map>
#include <vector>

#include "model/snapshot.h"
#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// Makes registered locations, LF-tags, tag expressions, tag assignments and cell filters at the target equal
/// to the source's. One key is read by itself on both sides; filters of a table by listing them.
class GovernedObjects {
 public:
  /// `before_locations` is called before locations are changed that the target has.
  GovernedObjects(GovernanceTools& tools, GovernanceScopes& scopes, std::function<void()> before_locations)
      : tools_(tools), scopes_(scopes), before_locations_(std::move(before_locations)) {}

  /// Reads and compares what is touched of these kinds; what must be made is made at once, in their order.
  void make(const std::vector<model::KeyKind>& kinds);
  /// What make() found to be gone at the source goes at the target.
  void remove();

 private:
  struct Pair {
    model::ObjectState source = {}, target = {};
    model::Key target_key = {};
  };
  /// A change at the target, and the key by which its entries know it.
  struct Planned {
    model::Key key;
    model::Change change;
  };

  std::vector<model::Key> keys_of(model::KeyKind kind) const;
  Pair read(const model::Key& key);
  model::ObjectState read_side(read::GovernanceReader& reader, const model::Key& key,
                               const std::string& name);
  void leave_out_what_outlives_its_object(const model::Key& key, Pair& pair);
  void list_tags();
  model::ObjectState tag_of(const read::GovernanceReader& reader, const model::Key& key) const;
  void judge(const model::Key& key, Pair pair, std::vector<Planned>& planned);
  Look not_all_visible(const model::Key& key) const;
  bool may_be_shortened(const model::Key& key) const;
  bool may_remove(const model::Key& key);
  void execute(std::vector<Planned> planned);
  void note_unsure(const model::Key& key, const model::ChangeResult& result, Time unsure_until);
  void wait_for_table(const model::Key& key, model::ChangeResult& result);
  void tell(const model::Key& key, const Look& look);

  GovernanceTools& tools_;
  GovernanceScopes& scopes_;
  /// All LF-tags of a side, or why they could not be listed.
  struct Tags {
    std::map<model::Key, model::ObjectState> states = {};
    std::optional<Error> error = {};
  };

  std::function<void()> before_locations_;
  Time begun_ = {};
  std::map<const read::GovernanceReader*, Tags> tags_;
  std::vector<Planned> removals_;
};

}  // namespace lakemirror::pipeline
