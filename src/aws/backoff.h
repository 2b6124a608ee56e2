#pragma once

#include "base/clock.h"
#include "base/random.h"

namespace lakemirror::aws {

/// Requests sent for one call before its error is given to the caller. With the waits below this rides out
/// about one and a half seconds, and what takes longer is the caller's to schedule.
inline constexpr int default_attempts = 6;

/// The wait after failed attempt number `attempt` (from 1): full jitter, uniform over [0, 50 ms *
/// 2^(attempt-1)], never over 5 s.
Milliseconds backoff(int attempt, Random& random);

}  // namespace lakemirror::aws
