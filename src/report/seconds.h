#pragma once

#include <chrono>

#include "base/clock.h"

namespace lakemirror::report {

inline double seconds(Milliseconds duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace lakemirror::report
