#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "journal/fence_note.h"

namespace lakemirror::journal {

/// While it stands nothing may be changed at the target: the lease is given to nobody, and whoever has it
/// learns of it at the next renewal at the latest.
class Fence {
 public:
  virtual ~Fence() = default;

  struct Raised {
    FenceNote note;       ///< what stands now
    bool is_new = false;  ///< this call raised it; else it stood before, and stays as it was
  };
  virtual Result<Raised> raise(const FenceNote& note) = 0;
  virtual Result<void> lift() = 0;
  /// Absent where none stands.
  virtual Result<std::optional<FenceNote>> standing() = 0;
  /// Who may be changing the target at this moment, whatever the fence says; absent: nobody. Waits for
  /// nothing.
  virtual Result<std::optional<std::string>> at_work() = 0;
};

}  // namespace lakemirror::journal
