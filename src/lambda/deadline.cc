#include "lambda/deadline.h"

#include <algorithm>

namespace lakemirror::lambda {

namespace {

/// A call under way has call_grace, and may be noticed up to a second late (libcurl asks that often);
/// outcomes, the lease and the answer take what is left, each of them some tens of milliseconds when all is
/// well.
constexpr Milliseconds full_margin = Seconds(5);

}  // namespace

Milliseconds margin_of(Milliseconds left) {
  // A function with a short timeout is to work most of its time all the same.
  return std::clamp(left / 4, Milliseconds(0), full_margin);
}

Deadline::Deadline(Clock& clock, Time at, std::stop_source source) {
  // At once, and not when a thread comes to it: nothing is to be begun any more.
  if (clock.now() >= at) {
    source.request_stop();
    return;
  }
  thread_ = std::jthread([&clock, at, source = std::move(source)](const std::stop_token& gone) mutable {
    // Asked again after each sleep: the environment may have been frozen, or the clock set.
    for (Time now = clock.now(); now < at && !gone.stop_requested(); now = clock.now())
      clock.sleep_for(at - now, gone);
    if (!gone.stop_requested()) source.request_stop();
  });
}

}  // namespace lakemirror::lambda
