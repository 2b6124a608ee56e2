#pragma once

#include <cstdint>
#include <stop_token>

#include "base/clock.h"

namespace lakemirror::aws {

/// Paces the requests of one API operation. Safe for concurrent use.
class Limiter {
 public:
  virtual ~Limiter() = default;

  /// Handed out with the permission to send, and given back with what came of it.
  struct Permit {
    std::uint64_t generation = 0;
    Time sent = {};  ///< when the request may go; some limiters do not say
  };

  /// Waits until a request may be sent, or until `stop` is requested.
  virtual Permit acquire(std::stop_token stop) = 0;
  virtual void succeeded(Permit permit) = 0;
  virtual void throttled(Permit permit) = 0;
};

}  // namespace lakemirror::aws
