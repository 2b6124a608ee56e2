#pragma once

#include "base/random.h"
#include "local/knobs.h"

namespace lakemirror::test_support {

/// Where the facts about Lake Formation contradict each other, one reading of each, at random.
void draw_readings(Random& random, local::Knobs& knobs);

}  // namespace lakemirror::test_support
