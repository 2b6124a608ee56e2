#pragma once

#include "base/clock.h"
#include "base/result.h"

namespace lakemirror::journal {

/// The right to change the target, which at most one replicator has at a time.
class Lease {
 public:
  virtual ~Lease() = default;

  /// Takes the lease if nobody has it. False: somebody has, and will not let go of it before having looked at
  /// the journal once more after this. An Error of code "Fenced" while the fence stands.
  virtual Result<bool> acquire() = 0;
  /// Before a change is begun that may take so long: an Error (`retry`, code "LeaseLost") when the lease may
  /// be over before it ends. Asks nobody; cheap.
  virtual Result<void> check(Milliseconds needed) = 0;
  /// To be called before the journal is asked for work: whoever asks for the lease from now on makes
  /// `release_if_unwanted` say false.
  virtual Result<void> begin_look() = 0;
  /// Gives the lease back unless somebody has asked for it since `begin_look`: false, then another look is
  /// due.
  virtual Result<bool> release_if_unwanted() = 0;
  /// Gives it back whatever is wanted.
  virtual Result<void> release() = 0;
};

}  // namespace lakemirror::journal
