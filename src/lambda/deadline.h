#pragma once

#include <stop_token>
#include <thread>

#include "base/clock.h"

namespace lakemirror::lambda {

/// How long before an invocation's end its work is to stop, where it has so much left at its beginning: for a
/// call that is under way, for writing down what was done, for the lease and for the answer.
Milliseconds margin_of(Milliseconds left);

/// How long a call that is under way at the stop is waited for: a part of the margin.
inline constexpr Milliseconds call_grace = Seconds(2);

/// Requests a stop at an instant, unless it goes before that.
class Deadline {
 public:
  Deadline(Clock& clock, Time at, std::stop_source source);

 private:
  std::jthread thread_;
};

}  // namespace lakemirror::lambda
