// Plans carried out in a Lake Formation that behaves in every way that what is known about the real one
// allows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <ostream>

#include "permissions/fake_lake_formation.h"
#include "permissions/judgement.h"
#include "permissions/over_permission.h"
#include "permissions/plan.h"
#include "permissions/spellings.h"

namespace lakemirror::permissions {

void showValue(const Readings& readings, std::ostream& out) {
  out << "all " << static_cast<int>(readings.all) << ", revoke of ALL takes parts "
      << readings.revoke_of_all_takes_parts << ", part of ALL can be revoked "
      << readings.part_of_all_can_be_revoked << ", SELECT on table excludes columns "
      << readings.select_on_table_excludes_columns << ", identical grant is refused "
      << readings.identical_grant_is_refused << ", lists " << static_cast<int>(readings.lists)
      << ", option goes with permission " << readings.option_goes_with_permission
      << ", naming the option takes it alone " << readings.naming_option_takes_it_alone;
}

namespace {

rc::Gen<Readings> any_readings() {
  return rc::gen::exec([] {
    const auto coin = [] { return *rc::gen::arbitrary<bool>(); };
    return Readings{.all = *rc::gen::element(Readings::All::as_granted, Readings::All::listed_with_parts,
                                             Readings::All::stored_with_parts),
                    .revoke_of_all_takes_parts = coin(),
                    .part_of_all_can_be_revoked = coin(),
                    .select_on_table_excludes_columns = coin(),
                    .identical_grant_is_refused = coin(),
                    .lists = *rc::gen::element(Readings::Lists::apart, Readings::Lists::merged,
                                               Readings::Lists::apart_but_revoked_by_name),
                    .option_goes_with_permission = coin(),
                    .naming_option_takes_it_alone = coin()};
  });
}

AtomSet atoms_listed(const FakeLakeFormation& fake) {
  AtomSet set;
  for (const json::object& row : fake.list()) {
    const auto grant = read_grant(row, test_account);
    if (!grant) RC_FAIL(json::serialize(row) + ": " + grant.error().text());
    set.add(*grant);
  }
  return set;
}

/// What a history of grants and revokes leaves, some of them refused.
FakeLakeFormation after_some_history(const Readings& readings) {
  FakeLakeFormation fake(readings);
  for (const Grant& grant : *Generators::grants()) {
    const json::object request = to_json(grant, test_account);
    *rc::gen::weightedElement<bool>({{4, true}, {1, false}}) ? fake.grant(request) : fake.revoke(request);
  }
  return fake;
}

std::string carry_out(const PermissionCall& call, FakeLakeFormation& fake) {
  const json::object request = to_json(call.grant, test_account);
  return call.action == PermissionCall::Action::grant ? fake.grant(request) : fake.revoke(request);
}

RC_GTEST_PROP(ListingLaw, WhatIsListedIsWhatWasGrantedWhateverTheReading, ()) {
  const Readings readings = *any_readings();
  FakeLakeFormation fake(readings);
  AtomSet granted;
  for (const Grant& grant : *Generators::grants()) {
    // Whether these merge is the one thing in which a listing can say something else than the grants.
    if (readings.lists == Readings::Lists::merged && grant.resource.kind() == ResourceKind::columns_except)
      continue;
    if (fake.grant(to_json(grant, test_account)).empty()) granted.add(grant);
  }
  RC_ASSERT(difference(granted, atoms_listed(fake)).empty());
  RC_ASSERT(difference(atoms_listed(fake), granted).empty());
}

RC_GTEST_PROP(ListingLaw, WhatARecordSaysWithoutDoubtIsSoWhateverTheReading, ()) {
  FakeLakeFormation fake = after_some_history(*any_readings());
  const AtomSet before = atoms_listed(fake);
  const auto held = before.grants();
  Grant named =
      *(held.empty() ? Generators::grant() : rc::gen::oneOf(Generators::grant(), rc::gen::elementOf(held)));
  const bool gives = *rc::gen::arbitrary<bool>();
  const json::object request = to_json(named, test_account);
  const std::string refusal = gives ? fake.grant(request) : fake.revoke(request);
  const Judgement judgement =
      judge({gives ? RecordedRequest::Action::grant : RecordedRequest::Action::revoke, named}, before);
  if (!refusal.empty() || !judgement.unambiguous()) return;
  RC_CLASSIFY(!gives, "revoke without doubt");
  const AtomSet after = AtomSet(difference(before, AtomSet(judgement.removed))) | AtomSet(judgement.added);
  RC_ASSERT(difference(atoms_listed(fake), after) == std::vector<Atom>());
  RC_ASSERT(difference(after, atoms_listed(fake)) == std::vector<Atom>());
}

RC_GTEST_PROP(PlanLaw, ATargetEndsEqualToItsSourceWhateverTheReading, ()) {
  const Readings readings = *any_readings();
  const AtomSet want = atoms_listed(after_some_history(readings));
  FakeLakeFormation target = after_some_history(readings);
  const AtomSet have = atoms_listed(target);
  const std::vector<PermissionCall> calls = plan(have, want);
  for (const PermissionCall& call : calls) {
    RC_LOG() << explain(call) << "\n";
    const std::string refusal = carry_out(call, target);
    if (!refusal.empty()) {
      RC_LOG() << refusal << "\n";
      const bool by_name = readings.lists == Readings::Lists::apart_but_revoked_by_name;
      const bool already_so = call.action == PermissionCall::Action::grant
                                  ? readings.identical_grant_is_refused
                                  : by_name && call.grant.resource.is_list();
      const bool gone_with_its_option = call.reason == "in case only its grant option went";
      RC_ASSERT(already_so || gone_with_its_option);
    }
    RC_ASSERT(over_permission(atoms_listed(target), have | want).empty());
  }
  RC_CLASSIFY(calls.size() >= 3, "three calls or more");
  RC_ASSERT(atoms_listed(target) == want);
  RC_ASSERT(plan(atoms_listed(target), want).empty());
}

/// Among all kinds of grants lists that share names are rare; here there is nothing else.
RC_GTEST_PROP(PlanLaw, ListsThatShareNamesEndEqualWhateverTheReading, ()) {
  const Readings readings = *any_readings();
  FakeLakeFormation source(readings), target(readings);
  for (FakeLakeFormation* side : {&source, &target}) {
    for (int lists = *rc::gen::element(1, 2, 3); lists > 0; --lists) {
      Grant grant{"p", Resource::columns("d", "t", *Generators::some_of({"a", "b", "c", "e"})), {}};
      grant.words.add("SELECT", *rc::gen::weightedElement<bool>({{3, false}, {1, true}}));
      side->grant(to_json(grant, test_account));
    }
  }
  const AtomSet want = atoms_listed(source);
  for (const PermissionCall& call : plan(atoms_listed(target), want)) carry_out(call, target);
  RC_ASSERT(atoms_listed(target) == want);
}

RC_GTEST_PROP(PlanLaw, EqualSetsNeedNothingHoweverTheyAreSpelled, ()) {
  const auto grants = *Generators::grants();
  AtomSet respelled;
  for (const json::object& row : Spellings::of(grants)) respelled.add(*read_grant(row, test_account));
  RC_ASSERT(plan(AtomSet(grants), respelled).empty());
  RC_ASSERT(plan(respelled, AtomSet(grants)).empty());
}

RC_GTEST_PROP(PlanLaw, NothingIsSaidAboutExcludedPrincipals, ()) {
  const AtomSet have(*Generators::grants()), want(*Generators::grants());
  const std::string replicator = "IAM_ALLOWED_PRINCIPALS";
  const auto calls = plan(have, want, {replicator});
  for (const PermissionCall& call : calls) RC_ASSERT(call.grant.principal != replicator);
  auto others = plan(have, want);
  std::erase_if(others, [&](const PermissionCall& call) { return call.grant.principal == replicator; });
  RC_ASSERT(others.size() == calls.size());
}

bool has_lists_or_all(const Grant& grant) { return grant.resource.is_list() || grant.words.holds("ALL"); }

/// Where neither lists nor ALL nor options make it ask for more than may be needed, every word of every call
/// is needed.
RC_GTEST_PROP(PlanLaw, NoCallCanBeLeftOut, ()) {
  auto had = *Generators::grants(), wanted = *Generators::grants();
  std::erase_if(had, has_lists_or_all);
  std::erase_if(wanted, has_lists_or_all);
  FakeLakeFormation target;
  for (const Grant& grant : had) target.grant(to_json(grant, test_account));
  auto calls = plan(atoms_listed(target), AtomSet(wanted));
  std::erase_if(calls, [](const auto& call) { return call.reason == "in case only its grant option went"; });
  RC_PRE(!calls.empty());
  const auto left_out = *rc::gen::inRange<std::size_t>(0, calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (i != left_out) carry_out(calls[i], target);
  }
  RC_ASSERT(atoms_listed(target) != AtomSet(wanted));
}

RC_GTEST_PROP(PlanLaw, RemovalsOfOtherSubjectsGoFirstAndEveryCallSaysWhy, ()) {
  const auto calls = plan(AtomSet(*Generators::grants()), AtomSet(*Generators::grants()));
  const auto subject = [](const PermissionCall& call) {
    return AtomSet::Holder{call.grant.principal, call.grant.resource.subject()};
  };
  std::set<AtomSet::Holder> gaining;
  for (const PermissionCall& call : calls) {
    RC_ASSERT(!call.reason.empty());
    RC_ASSERT(!call.grant.words.empty());
    if (call.action == PermissionCall::Action::grant) gaining.insert(subject(call));
  }
  bool exchanging = false;
  for (const PermissionCall& call : calls) {
    if (gaining.contains(subject(call))) exchanging = true;
    RC_ASSERT(gaining.contains(subject(call)) || !exchanging);
  }
}

}  // namespace
}  // namespace lakemirror::permissions
