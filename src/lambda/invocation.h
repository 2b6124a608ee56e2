#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace lakemirror::lambda {

/// One call of the function, as the Runtime API hands it over.
struct Invocation {
  std::string request_id = {};
  std::optional<Time> deadline = {};  ///< when the function is ended, whatever it is doing
  std::string trace_id = {};
  std::string payload = {};  ///< the event: JSON, of any shape
};

}  // namespace lakemirror::lambda
