// What holds for whatever grants there are. The names are so few that grants meet, merge and imply each
// other.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "permissions/atom_set.h"
#include "permissions/over_permission.h"
#include "permissions/spellings.h"

namespace lakemirror::permissions {
namespace {

using Grants = std::vector<Grant>;

AtomSet set_of(const Grants& grants) { return AtomSet(grants); }

AtomSet read_all(const std::vector<json::object>& rows) {
  AtomSet set;
  for (const json::object& row : rows) {
    const auto grant = read_grant(row, test_account);
    if (!grant) RC_FAIL(json::serialize(row) + ": " + grant.error().text());
    set.add(*grant);
  }
  return set;
}

/// The definition, said the slow way: each atom as text.
std::set<std::string> slow_atoms(const Grants& grants) {
  static const std::map<ResourceKind, std::string> parts_of_all{
      {ResourceKind::catalog, "ALTER CREATE_DATABASE DESCRIBE DROP"},
      {ResourceKind::database, "ALTER CREATE_TABLE DESCRIBE DROP"},
      {ResourceKind::databases_by_tags, "ALTER CREATE_TABLE DESCRIBE DROP"},
      {ResourceKind::table, "ALTER DELETE DESCRIBE DROP INSERT SELECT"},
      {ResourceKind::all_tables, "ALTER DELETE DESCRIBE DROP INSERT SELECT"},
      {ResourceKind::tables_by_tags, "ALTER DELETE DESCRIBE DROP INSERT SELECT"}};
  std::set<std::string> atoms;
  for (const Grant& grant : grants) {
    const Resource& on = grant.resource;
    std::vector<std::string> places{on.text()};
    if (on.kind() == ResourceKind::columns || on.kind() == ResourceKind::tag) {
      places.clear();
      for (const std::string& name : on.names())
        places.push_back(on.subject().text() + "/" + name + std::string(to_string(on.kind())));
    }
    for (const auto& [word, grantable] : grant.words.entries()) {
      std::vector<std::string> words{word};
      if (word == "ALL" && parts_of_all.contains(on.kind())) {
        for (const std::string& part : split(parts_of_all.at(on.kind()), ' ')) words.push_back(part);
      }
      for (const std::string& place : places) {
        for (const std::string& each : words) {
          const std::string atom = join({grant.principal, place, each, grant.condition}, "|");
          atoms.insert(atom);
          if (grantable) atoms.insert(atom + "|grantable");
        }
      }
    }
  }
  return atoms;
}

RC_GTEST_PROP(AtomSetLaw, TwoSetsAreEqualExactlyWhenTheirAtomsAre, ()) {
  const Grants a = *Generators::grants();
  const Grants b = *rc::gen::oneOf(Generators::grants(), rc::gen::just(Generators::shuffled(a)));
  RC_ASSERT((set_of(a) == set_of(b)) == (slow_atoms(a) == slow_atoms(b)));
  RC_ASSERT(set_of(a).atoms().size() == slow_atoms(a).size());
}

RC_GTEST_PROP(AtomSetLaw, NormalisingAgainChangesNothing, ()) {
  const AtomSet set = set_of(*Generators::grants());
  RC_ASSERT(AtomSet(set.atoms()) == set);
  RC_ASSERT(AtomSet(set.atoms()).atoms() == set.atoms());
  RC_ASSERT(set_of(set.grants()) == set);
  RC_ASSERT(set_of(set.grants()).grants().size() == set.grants().size());
}

RC_GTEST_PROP(AtomSetLaw, NeitherOrderNorSpellingNorSplitMatters, ()) {
  const Grants grants = *Generators::grants();
  const std::vector<json::object> rows = Spellings::of(grants);
  for (const json::object& row : rows) RC_LOG() << json::serialize(row) << "\n";
  RC_ASSERT(difference(read_all(rows), set_of(grants)) == std::vector<Atom>());
  RC_ASSERT(difference(set_of(grants), read_all(rows)) == std::vector<Atom>());
  RC_ASSERT(read_all(rows) == set_of(grants));
}

RC_GTEST_PROP(AtomSetLaw, WhatIsWrittenIsReadBack, ()) {
  const Grant grant = *Generators::grant();
  const auto read = read_grant(to_json(grant, test_account), test_account);
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->resource == grant.resource);
  RC_ASSERT(read->words == grant.words);
  RC_ASSERT(read->principal == grant.principal);
  RC_ASSERT(read->condition == grant.condition);
}

RC_GTEST_PROP(AtomSetLaw, ClosingIsMonotoneIdempotentAndAddsWhatWasThere, ()) {
  const auto kind = (*Generators::resource()).kind();
  const auto some = [&] {
    Words words;
    for (const auto& word : *Generators::some_of({"ALL", "SELECT", "ALTER", "DESCRIBE", "FUTURE"}))
      words.add(word, *rc::gen::arbitrary<bool>());
    return words;
  };
  const Words a = some(), b = some();
  Words both = a;
  both.add(b);
  Words closed = a.closure(kind);
  RC_ASSERT(closed.holds_all(a));
  RC_ASSERT(closed.closure(kind) == closed);
  RC_ASSERT(both.closure(kind).holds_all(closed));
  closed.add(b.closure(kind));
  RC_ASSERT(both.closure(kind) == closed);
  RC_ASSERT(a.without_implied(kind).closure(kind) == a.closure(kind));
}

RC_GTEST_PROP(AtomSetLaw, UnionCommutesAssociatesAndAbsorbs, ()) {
  const AtomSet a = set_of(*Generators::grants()), b = set_of(*Generators::grants()),
                c = set_of(*Generators::grants());
  RC_ASSERT((a | b) == (b | a));
  RC_ASSERT(((a | b) | c) == (a | (b | c)));
  RC_ASSERT((a | a) == a);
  RC_ASSERT((a | AtomSet()) == a);
  RC_ASSERT(difference(a, a | b).empty());
}

RC_GTEST_PROP(AtomSetLaw, TheDifferenceIsEmptyExactlyWhereTheOtherHoldsAll, ()) {
  const AtomSet a = set_of(*Generators::grants());
  const AtomSet b =
      *rc::gen::arbitrary<bool>() ? a | set_of(*Generators::grants()) : set_of(*Generators::grants());
  const auto only_a = difference(a, b), only_b = difference(b, a);
  RC_ASSERT((only_a.empty() && only_b.empty()) == (a == b));
  RC_ASSERT(only_a.empty() == ((a | b) == b));
  for (const Atom& atom : only_a) RC_ASSERT(a.contains(atom) && !b.contains(atom));
  RC_ASSERT((b | AtomSet(only_a)) == (a | b));
}

RC_GTEST_PROP(AtomSetLaw, EqualThingsHashEqualAndOrderAgreesWithEquality, ()) {
  const auto atoms = set_of(*Generators::grants()).atoms();
  for (std::size_t i = 0; i + 1 < atoms.size(); ++i) {
    RC_ASSERT(atoms[i] < atoms[i + 1]);
    RC_ASSERT(!(atoms[i] == atoms[i + 1]));
  }
  const Grant grant = *Generators::grant();
  const auto again = read_grant(Spellings::of({grant}).back(), test_account);
  RC_ASSERT(again.has_value());
  if (again->resource == grant.resource) {
    RC_ASSERT(std::hash<Resource>()(again->resource) == std::hash<Resource>()(grant.resource));
    RC_ASSERT(!(again->resource < grant.resource) && !(grant.resource < again->resource));
  }
}

/// Leaving one atom out is seen, unless the others imply it.
RC_GTEST_PROP(AtomSetLaw, AnAtomThatIsGoneIsFound, ()) {
  const AtomSet set = set_of(*rc::gen::nonEmpty(Generators::grants()));
  std::vector<Atom> atoms = set.atoms();
  const auto at = *rc::gen::inRange<std::size_t>(0, atoms.size());
  const Atom gone = atoms[at];
  atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(at));
  const bool implied = std::ranges::any_of(atoms, [&](const Atom& other) {
    const bool beside = other.principal == gone.principal && other.resource == gone.resource &&
                        other.condition == gone.condition && (other.grantable || !gone.grantable);
    const bool gives = other.permission == gone.permission ||
                       (other.permission == "ALL" && all_implies(gone.resource.kind(), gone.permission));
    return beside && gives;
  });
  RC_CLASSIFY(!implied, "not implied");
  RC_ASSERT((AtomSet(atoms) == set) == implied);
  RC_ASSERT(difference(set, AtomSet(atoms)).empty() == implied);
}

Words changed_words(const Words& words, ResourceKind kind) {
  Words changed = words;
  const std::string word = *rc::gen::elementOf(words.names());
  switch (*rc::gen::element(0, 1, 2)) {
    case 0:
      changed.remove(word);
      break;
    case 1:
      changed.remove(word);
      changed.add(word, !words.holds(word, true));
      break;
    default:
      changed.add(kind == ResourceKind::data_location ? "FUTURE" : "DESCRIBE");
  }
  return changed;
}

/// One of the names that a resource is made of is another one.
Resource changed_resource(const Resource& on) {
  std::vector<std::string> names = on.names();
  switch (on.kind()) {
    case ResourceKind::catalog:
      return on.in_catalog("111122223333:nested");
    case ResourceKind::database:
      return Resource::database("d2");
    case ResourceKind::table:
      return Resource::columns_except("d", on.table_name(), {"a"});
    case ResourceKind::all_tables:
      return Resource::table("d", "all_tables");
    case ResourceKind::columns:
      if (*rc::gen::arbitrary<bool>()) return Resource::columns_except("d", on.table_name(), names);
      names.back() = "other";
      return Resource::columns("d", on.table_name(), names);
    case ResourceKind::columns_except:
      if (*rc::gen::arbitrary<bool>()) return Resource::columns("d", on.table_name(), names);
      names.push_back("other");
      return Resource::columns_except("d", on.table_name(), names);
    case ResourceKind::cells_filter:
      return Resource::cells_filter("d", on.table_name(), "F");
    case ResourceKind::data_location:
      return Resource::data_location(on.name() + "/");
    case ResourceKind::tag:
      names.push_back("other");
      return Resource::tag(on.name(), names);
    case ResourceKind::tag_expression:
      return Resource::tag_expression("e2");
    case ResourceKind::databases_by_tags:
      return Resource::tables_by_tags(on.expression());
    case ResourceKind::tables_by_tags:
      if (!on.name().empty()) return Resource::tables_by_expression("E");
      return Resource::tables_by_tags(TagExpression(std::vector<TagPair>{{"k", {"other"}}}));
  }
  return on;
}

RC_GTEST_PROP(AtomSetLaw, EveryChangeOfOneGrantIsFoundUnlessItGivesTheSame, ()) {
  const Grants before = *rc::gen::nonEmpty(Generators::grants());
  Grants after = before;
  Grant& grant = after[*rc::gen::inRange<std::size_t>(0, after.size())];
  const int what = *rc::gen::element(0, 1, 2, 3);
  if (what == 0) grant.words = changed_words(grant.words, grant.resource.kind());
  if (what == 1) grant.resource = changed_resource(grant.resource);
  if (what == 2) grant.principal = "arn:aws:iam::111122223333:role/Analyst";
  if (what == 3) grant.condition += "context.y = 2";
  const bool same = slow_atoms(before) == slow_atoms(after);
  RC_CLASSIFY(!same, "differs");
  RC_ASSERT((set_of(before) == set_of(after)) == same);
  if (what >= 2) RC_ASSERT(!same);
}

RC_GTEST_PROP(AtomSetLaw, OverPermissionIsTheDifferenceLessWhatIsAllowedAnyway, ()) {
  const AtomSet have = set_of(*Generators::grants()), want = set_of(*Generators::grants());
  std::set<Atom> excess;
  for (const auto& [principal, atoms] : over_permission(have, want)) {
    for (const Atom& atom : atoms) {
      RC_ASSERT(atom.principal == principal);
      excess.insert(atom);
    }
  }
  for (const Atom& atom : difference(have, want)) RC_ASSERT(excess.contains(atom) != want.allows(atom));
  for (const Atom& atom : want.atoms()) RC_ASSERT(want.allows(atom) && !excess.contains(atom));
  RC_ASSERT(over_permission(have, have | want).empty());
}

}  // namespace
}  // namespace lakemirror::permissions
