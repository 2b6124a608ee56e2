#include "permissions/atom_set.h"

#include <algorithm>

namespace lakemirror::permissions {

namespace {

Words words_of(const Atom& atom) {
  Words words;
  words.add(atom.permission, atom.grantable);
  return words;
}

/// Appends the atoms of `words`; a grantable one is two.
void append_atoms(std::vector<Atom>& atoms, const std::string& principal, const Holding::Key& key,
                  const Words& words, const Words& known) {
  for (const auto& [word, grantable] : words.entries()) {
    Atom atom{principal, key.resource, word, false, key.condition};
    if (!known.holds(word)) atoms.push_back(atom);
    if (!grantable || known.holds(word, true)) continue;
    atom.grantable = true;
    atoms.push_back(std::move(atom));
  }
}

void append_atoms(std::vector<Atom>& atoms, const std::string& principal, const Holding& holding,
                  const Holding& known) {
  const Holding known_normal = known.normal();
  for (const auto& [key, words] : holding.normal().rows()) {
    const Words* there = known_normal.find(key);
    append_atoms(atoms, principal, key, words, there == nullptr ? Words() : *there);
  }
}

}  // namespace

AtomSet::AtomSet(const std::vector<Grant>& grants) {
  for (const Grant& grant : grants) add(grant);
}

AtomSet::AtomSet(const std::vector<Atom>& atoms) {
  for (const Atom& atom : atoms) add(atom);
}

void AtomSet::add(const Grant& grant) {
  if (grant.words.empty()) return;
  holdings_[{grant.principal, grant.resource.subject()}].add({grant.resource, grant.condition}, grant.words);
}

void AtomSet::add(const Atom& atom) {
  add(Grant{atom.principal, atom.resource, words_of(atom), atom.condition});
}

void AtomSet::add(const AtomSet& other) {
  for (const auto& [holder, holding] : other.holdings_) holdings_[holder].add(holding);
}

void AtomSet::add(const Holder& holder, const Holding& holding) {
  if (!holding.empty()) holdings_[holder].add(holding);
}

AtomSet operator|(AtomSet a, const AtomSet& b) {
  a.add(b);
  return a;
}

std::vector<Atom> AtomSet::atoms() const {
  std::vector<Atom> atoms;
  for (const auto& [holder, holding] : holdings_) append_atoms(atoms, holder.principal, holding, {});
  std::ranges::sort(atoms);
  return atoms;
}

std::vector<Grant> AtomSet::grants() const {
  std::vector<Grant> grants;
  for (const auto& [holder, holding] : holdings_) {
    for (const auto& [key, words] : holding.rows())
      grants.push_back({holder.principal, key.resource, words, key.condition});
  }
  return grants;
}

const Holding& AtomSet::holding(const Holder& holder) const {
  static const Holding none;
  const auto at = holdings_.find(holder);
  return at == holdings_.end() ? none : at->second;
}

bool AtomSet::contains(const Atom& atom) const {
  const Holding held = holding({atom.principal, atom.resource.subject()}).normal();
  return std::ranges::all_of(atom.resource.parts(), [&](const Resource& part) {
    const Words* words = held.find({part, atom.condition});
    return words != nullptr && words->holds(atom.permission, atom.grantable);
  });
}

bool AtomSet::allows(const Atom& atom) const {
  return std::ranges::all_of(atom.resource.parts(), [&](const Resource& part) {
    Atom one = atom;
    one.resource = part;
    if (allows_part(one)) return true;
    return !std::exchange(one.condition, {}).empty() && allows_part(one);
  });
}

bool AtomSet::allows_part(const Atom& atom) const {
  if (contains(atom)) return true;
  const auto on = [&](const Resource& resource) {
    Atom wider = atom;
    wider.resource = resource;
    return contains(wider);
  };
  if (std::ranges::any_of(atom.resource.wider(), on)) return true;
  const auto& rows = holding({atom.principal, atom.resource.subject()}).rows();
  return std::ranges::any_of(rows, [&](const auto& row) {
    const auto& [key, words] = row;
    return key.condition == atom.condition && key.resource.excludes_no_more_than(atom.resource) &&
           words.holds(atom.permission, atom.grantable);
  });
}

bool operator==(const AtomSet& a, const AtomSet& b) { return a.holdings_ == b.holdings_; }

std::vector<Atom> difference(const AtomSet& a, const AtomSet& b) {
  std::vector<Atom> atoms;
  for (const auto& [holder, holding] : a.holdings()) {
    const Holding& other = b.holding(holder);
    if (holding == other) continue;
    append_atoms(atoms, holder.principal, holding, other);
  }
  std::ranges::sort(atoms);
  return atoms;
}

AtomSet without(const AtomSet& held, const AtomSet& lost) {
  AtomSet left;
  for (const auto& [holder, holding] : held.holdings()) {
    const Holding& other = lost.holding(holder);
    if (holding != other) left.add(holder, holding.without(other));
  }
  return left;
}

AtomSet common(const AtomSet& a, const AtomSet& b) { return without(a, without(a, b)); }

}  // namespace lakemirror::permissions
