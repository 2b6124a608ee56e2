#pragma once

#include <stop_token>

#include "base/clock.h"
#include "lambda/figures.h"
#include "lambda/invocation.h"

namespace lakemirror::lambda {

/// What a handler has at hand for one invocation.
struct Work {
  const Invocation& invocation;
  std::stop_token stop;  ///< requested when the invocation's time is about to be up, or the process is to end
  Clock& clock;
  Figures& figures;
};

}  // namespace lakemirror::lambda
