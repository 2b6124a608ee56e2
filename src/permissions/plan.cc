#include "permissions/plan.h"

#include <algorithm>
#include <iterator>

#include "permissions/holding_change.h"

namespace lakemirror::permissions {

namespace {

void append(std::vector<PermissionCall>& to, std::vector<PermissionCall> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::set<AtomSet::Holder> holders(const AtomSet& have, const AtomSet& want,
                                  const std::set<std::string>& excluded) {
  std::set<AtomSet::Holder> holders;
  for (const AtomSet* set : {&have, &want}) {
    for (const auto& [holder, holding] : set->holdings()) {
      if (!excluded.contains(holder.principal)) holders.insert(holder);
    }
  }
  return holders;
}

}  // namespace

std::vector<PermissionCall> plan(const AtomSet& have, const AtomSet& want,
                                 const std::set<std::string>& excluded) {
  std::vector<PermissionCall> removals, exchanges, grants;
  for (const AtomSet::Holder& holder : holders(have, want, excluded)) {
    HoldingChange changes = change(holder.principal, have.holding(holder), want.holding(holder));
    std::vector<PermissionCall>& group = changes.only_revokes()    ? removals
                                         : changes.revokes.empty() ? grants
                                                                   : exchanges;
    append(group, std::move(changes.grants));
    append(group, std::move(changes.revokes));
    append(group, std::move(changes.grants_at_last));
  }
  append(removals, std::move(exchanges));
  append(removals, std::move(grants));
  return removals;
}

}  // namespace lakemirror::permissions
