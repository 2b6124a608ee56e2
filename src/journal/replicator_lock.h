#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lakemirror::journal {

/// Keeps a second replicator from working on the same journal: at most one applies at a time. The system lets
/// go of it when the process ends, however it ends.
class ReplicatorLock {
 public:
  /// Takes `<journal_path>.lock`. Held by another process, the Error (kind `retry`, code `held_code`) names
  /// that process. Of ":memory:" there is only ever one.
  static Result<ReplicatorLock> acquire(const std::string& journal_path);

  static constexpr std::string_view held_code = "Held";

  ReplicatorLock(ReplicatorLock&& other) noexcept;
  ReplicatorLock& operator=(ReplicatorLock&& other) noexcept;
  ~ReplicatorLock();

 private:
  explicit ReplicatorLock(int file) : file_(file) {}

  int file_ = -1;
};

}  // namespace lakemirror::journal
