#pragma once

#include "base/random.h"
#include "drift/side.h"

namespace lakemirror::drift {

/// A source and a target, of one account or of two, each with the readings of Lake Formation that are drawn
/// for it.
class PairOfSides {
 public:
  explicit PairOfSides(Random& random) : PairOfSides(Drawn(random)) {}

  Side source;
  Side target;

 private:
  struct Drawn {
    explicit Drawn(Random& random);

    Terms source_terms{.account = "111122223333", .bucket = "lake"};
    Terms target_terms{.account = "111122223333", .bucket = "lake-west"};
    local::Knobs source_knobs = {};
    local::Knobs target_knobs = {};
    std::uint64_t source_seed = 0;
    std::uint64_t target_seed = 0;
  };

  explicit PairOfSides(const Drawn& drawn)
      : source(drawn.source_terms, drawn.source_knobs, drawn.source_seed),
        target(drawn.target_terms, drawn.target_knobs, drawn.target_seed) {}
};

}  // namespace lakemirror::drift
