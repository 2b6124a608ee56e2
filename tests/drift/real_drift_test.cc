// Two Regions that were granted the same but for one thing are different in that thing, and carrying out the
// plan makes them equal.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "drift/comparison.h"
#include "drift/difference.h"
#include "drift/drawn_grants.h"
#include "drift/meaning.h"
#include "drift/pair_of_sides.h"
#include "drift/seeds.h"

namespace lakemirror::drift {
namespace {

using permissions::Grant;
using permissions::PermissionCall;
using Grants = std::vector<Grant>;

struct Drawn {
  const Difference* difference = nullptr;
  Grants before = {};
  Grants after = {};
};

/// Some grants, and a difference that fits one of them and is one.
Drawn draw(Random& random) {
  while (true) {
    Drawn drawn{.difference = &differences()[random.below(differences().size())],
                .before = draw_grants(random)};
    drawn.after = drawn.before;
    const bool fits = drawn.difference->make(drawn.after, random.below(drawn.after.size()), random);
    if (fits && go_together(drawn.after) &&
        !who_differs(meaning_of(drawn.before), meaning_of(drawn.after)).empty())
      return drawn;
  }
}

Grants of(const std::set<HolderText>& holders, const Grants& grants) {
  Grants out;
  for (const Grant& grant : grants) {
    if (holders.contains(meaning_of({grant}).begin()->first)) out.push_back(grant);
  }
  return out;
}

/// Everything that whoever is concerned held goes, and what he shall hold is granted: whatever a revoke takes
/// along is there again.
void make_different(Side& side, const Drawn& drawn) {
  const auto holders = who_differs(meaning_of(drawn.before), meaning_of(drawn.after));
  side.revoke_all_beside(of(holders, drawn.before));
  side.grant(of(holders, drawn.after));
}

std::set<HolderText> named_by(const std::vector<PermissionCall>& plan) {
  std::set<HolderText> holders;
  for (const PermissionCall& call : plan) holders.insert(meaning_of({call.grant}).begin()->first);
  return holders;
}

class RealDrift {
 public:
  RealDrift(const Drawn& drawn, Random& random)
      : drawn_(drawn), pair_(random), at_source_(random.chance(0.5)) {}

  void judge() {
    pair_.source.grant(drawn_.before);
    pair_.target.grant(drawn_.before);
    ASSERT_EQ(compare(pair_.source, pair_.target).text(), "");
    make_different(at_source_ ? pair_.source : pair_.target, drawn_);
    const Comparison found = compare(pair_.source, pair_.target);
    const auto before = meaning(drawn_.before), after = meaning(drawn_.after);
    ASSERT_EQ(difference_between(at_source_ ? after : before, meaning_of(found.want.grants())), "");
    ASSERT_EQ(difference_between(at_source_ ? before : after, meaning_of(found.have.grants())), "");
    ASSERT_EQ(named_by(found.plan), who_differs(before, after)) << found.text();
    ASSERT_EQ(named_by(found.plan_back), who_differs(before, after)) << found.text();
    carry_out(found.plan, pair_.target);
    ASSERT_EQ(compare(pair_.source, pair_.target).text(), "") << "after:\n" << found.text();
  }

 private:
  Meaning meaning(const Grants& grants) const { return meaning_of(pair_.target.terms().grants(grants)); }

  const Drawn& drawn_;
  PairOfSides pair_;
  bool at_source_;
};

TEST(RealDrift, EveryDifferenceIsFoundNamedAndMended) {
  std::map<std::string_view, int> drawn_differences;
  for (const auto seed : seeds(600)) {
    Random random(seed);
    const Drawn drawn = draw(random);
    SCOPED_TRACE("LAKEMIRROR_DRIFT_SEED=" + std::to_string(seed) + ": " +
                 std::string(drawn.difference->name));
    ++drawn_differences[drawn.difference->name];
    RealDrift(drawn, random).judge();
    if (::testing::Test::HasFailure()) return;
  }
  if (is_one_seed_alone()) return;
  for (const Difference& difference : differences())
    EXPECT_GT(drawn_differences[difference.name], 0) << difference.name << " was never drawn";
}

}  // namespace
}  // namespace lakemirror::drift
