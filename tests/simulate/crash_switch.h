#pragma once

#include <cstdint>

#include "base/result.h"

namespace lakemirror::simulate {

/// Decides when the process dies. Everything the replicator touches asks here first; once it is dead, nothing
/// it does has any effect any more, so that throwing its objects away is as good as a kill. One thread.
class CrashSwitch {
 public:
  /// Dies at the `steps`-th step from now; `late` lets that last step take effect, though nobody hears of it.
  void arm(std::uint64_t steps, bool late);
  /// Alive again, as a new process is, and not armed.
  void revive();

  enum class Fate { lives, dies_before, dies_after };
  Fate step();
  bool dead() const { return dead_; }
  static Error error();

 private:
  std::uint64_t left_ = 0;  ///< 0: not armed
  bool late_ = false;
  bool dead_ = false;
};

}  // namespace lakemirror::simulate
