// Two Regions that were granted the same in other words are no different.
#include <gtest/gtest.h>

#include <set>

#include "drift/comparison.h"
#include "drift/drawn_grants.h"
#include "drift/meaning.h"
#include "drift/pair_of_sides.h"
#include "drift/seeds.h"

namespace lakemirror::drift {
namespace {

using permissions::ResourceKind;

TEST(PhantomDrift, TheSameGrantsInOtherWordsAreNoDifference) {
  std::set<ResourceKind> drawn_kinds;
  for (const auto seed : seeds(400)) {
    SCOPED_TRACE("LAKEMIRROR_DRIFT_SEED=" + std::to_string(seed));
    Random random(seed);
    const auto grants = draw_grants(random);
    for (const auto& grant : grants) drawn_kinds.insert(grant.resource.kind());
    PairOfSides pair(random);
    pair.source.grant(grants);
    pair.target.grant(grants);
    const Comparison found = compare(pair.source, pair.target);
    EXPECT_EQ(found.text(), "");
    // What is listed is all that was granted, and not less on both sides.
    const auto meant = meaning_of(pair.target.terms().grants(grants));
    EXPECT_EQ(difference_between(meant, meaning_of(found.want.grants())), "");
    EXPECT_EQ(difference_between(meant, meaning_of(found.have.grants())), "");
    if (HasFailure()) return;
  }
  if (is_one_seed_alone()) return;
  EXPECT_EQ(drawn_kinds.size(), 12u) << "some kind of resource was never drawn";
}

}  // namespace
}  // namespace lakemirror::drift
