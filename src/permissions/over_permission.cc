#include "permissions/over_permission.h"

namespace lakemirror::permissions {

std::map<std::string, std::vector<Atom>> over_permission(const AtomSet& have, const AtomSet& want,
                                                         const std::set<std::string>& excluded) {
  std::map<std::string, std::vector<Atom>> excess;
  for (Atom& atom : difference(have, want)) {
    if (excluded.contains(atom.principal) || want.allows(atom)) continue;
    std::vector<Atom>& own = excess[atom.principal];
    own.push_back(std::move(atom));
  }
  return excess;
}

}  // namespace lakemirror::permissions
