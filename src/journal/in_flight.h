#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lakemirror::journal {

/// What the holder of the lease is about to change. A call to Glue cannot be fenced off: where its caller was
/// stopped in the middle of it, it may land after somebody else has taken over, who then has to look at what
/// it may have changed. Implementations are safe for concurrent use.
class InFlight {
 public:
  virtual ~InFlight() = default;

  /// Before the first change of a pass: the keys that it may change. Durable when it returns. An Error (code
  /// "LeaseLost") where the lease is somebody else's by now.
  virtual Result<void> announce(const std::vector<std::string>& keys) = 0;
  /// Every call of the pass has returned. Whoever has lost the lease meanwhile says so to its holder.
  virtual Result<void> ended() = 0;

  /// What others may have changed, or may still change, without the holder's knowledge.
  struct Left {
    std::vector<std::string> keys = {};
    Time until = {};  ///< no call that was begun before can land after this
  };
  /// As last heard of, in the order in which it came: longer, but never otherwise, at the next call.
  virtual std::vector<Left> left() = 0;
  /// The first so many have been looked at after the time when nothing could change them any more.
  virtual Result<void> settle_left(std::size_t count) = 0;

  /// Beyond so many keys their databases are announced, and beyond so many of these the catalog.
  static constexpr std::size_t most_keys = 2'000;
};

}  // namespace lakemirror::journal
