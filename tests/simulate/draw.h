#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>

#include "base/clock.h"
#include "base/random.h"

namespace lakemirror::simulate {

/// What a seed decides, drawn from a stream of its own.
class Draw {
 public:
  Draw(std::uint64_t seed, std::uint64_t stream) : random_(seed ^ stream) {}

  /// Absent with one minus `presence`, else uniform up to `most`.
  double trouble(double presence, double most) {
    return random_.chance(presence) ? random_.fraction() * most : 0;
  }
  const char* one_of(std::initializer_list<const char*> words) {
    return *std::next(words.begin(), static_cast<std::ptrdiff_t>(random_.below(words.size())));
  }
  bool coin() { return random_.chance(0.5); }
  Milliseconds up_to(Milliseconds most) {
    return Milliseconds(random_.below(static_cast<std::uint64_t>(most.count()) + 1));
  }
  Random& random() { return random_; }

 private:
  Random random_;
};

}  // namespace lakemirror::simulate
