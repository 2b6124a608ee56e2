#pragma once

#include <compare>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "permissions/atom.h"
#include "permissions/grant.h"
#include "permissions/holding.h"

namespace lakemirror::permissions {

/// Any number of grants, as a set of atoms: equal for any two spellings, splits and orders of the same
/// permissions, as the many forms of one listing are.
///
///  - ALL gives every other permission of its kind of resource, with the grant option if it has that itself,
///  and stays an
///    atom of its own. Whether Lake Formation lists ALL alone or with its parts has been seen both ways.
///  - A permission with grant option gives the permission.
///  - A list of columns or tag values gives its parts: SELECT on {a} and on {b} is SELECT on {a, b}, whether
///    or not the service merges such rows, so that neither way of listing is drift. Lists of excluded columns
///    stay whole, since what they leave depends on the table.
///  - A permission on a table does not stand for one on its columns: they are listed, granted and revoked
///  apart.
///
/// Beside the atoms it remembers the rows as they were given, for revoking needs them.
class AtomSet {
 public:
  struct Holder {
    std::string principal;
    Resource subject;

    friend bool operator==(const Holder&, const Holder&) = default;
    friend std::strong_ordering operator<=>(const Holder& a, const Holder& b) {
      return std::tie(a.principal, a.subject) <=> std::tie(b.principal, b.subject);
    }
  };

  AtomSet() = default;
  explicit AtomSet(const std::vector<Grant>& grants);
  explicit AtomSet(const std::vector<Atom>& atoms);

  void add(const Grant& grant);
  void add(const Atom& atom);
  void add(const AtomSet& other);
  void add(const Holder& holder, const Holding& holding);
  /// The atoms of both.
  friend AtomSet operator|(AtomSet a, const AtomSet& b);

  bool empty() const { return holdings_.empty(); }
  /// In order, each once. One with the grant option stands beside the one without.
  std::vector<Atom> atoms() const;
  /// What was given, rows of one principal, resource and condition merged.
  std::vector<Grant> grants() const;
  /// An atom on several columns or tag values is held when each of its parts is.
  bool contains(const Atom& atom) const;
  /// True when the atom gives nothing beyond this set: it is held, or held on something wider (the table of
  /// the columns, all tables of the database, fewer excluded columns), or without the condition.
  bool allows(const Atom& atom) const;

  const std::map<Holder, Holding>& holdings() const { return holdings_; }
  /// Empty when there is none.
  const Holding& holding(const Holder& holder) const;

  friend bool operator==(const AtomSet& a, const AtomSet& b);

 private:
  bool allows_part(const Atom& atom) const;

  std::map<Holder, Holding> holdings_;
};

/// The atoms of `a` that `b` does not hold. Both ways empty exactly when the sets are equal.
std::vector<Atom> difference(const AtomSet& a, const AtomSet& b);
/// As sets: what `held` has and `lost` has not, and what both have.
AtomSet without(const AtomSet& held, const AtomSet& lost);
AtomSet common(const AtomSet& a, const AtomSet& b);

}  // namespace lakemirror::permissions
