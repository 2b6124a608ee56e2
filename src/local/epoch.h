#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace lakemirror::local {

/// Whole seconds since 1970, as answers of the service have them.
inline std::int64_t epoch(Time time) { return std::chrono::floor<Seconds>(time).time_since_epoch().count(); }

}  // namespace lakemirror::local
