#include "drift/pair_of_sides.h"

#include "support/local_readings.h"

namespace lakemirror::drift {

PairOfSides::Drawn::Drawn(Random& random) {
  if (random.chance(0.5)) target_terms.account = "444455556666";
  test_support::draw_readings(random, source_knobs);
  test_support::draw_readings(random, target_knobs);
  // The target's LF-tags are made of what the source lists: folded there, they are folded here.
  target_knobs.tag_case_folds = target_knobs.tag_case_folds || source_knobs.tag_case_folds;
  source_seed = random.below(UINT32_MAX);
  target_seed = random.below(UINT32_MAX);
}

}  // namespace lakemirror::drift
