#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "journal/fence.h"
#include "journal/journal.h"
#include "journal/lease.h"
#include "journal/replicator_lock.h"

namespace lakemirror::journal {

/// The lease of a journal in a file: the lock beside it, which its holder cannot lose while it lives. Whoever
/// wants it changes a value in the journal, and the fence is another. `check` is safe for concurrent use.
class FileLease final : public Lease, public Fence {
 public:
  /// The journal is the one at that path; it, the clock and the random numbers must outlive the lease.
  FileLease(std::string journal_path, Journal& journal, Clock& clock, Random& random)
      : path_(std::move(journal_path)), journal_(journal), clock_(clock), random_(random) {}

  Result<bool> acquire() override;
  Result<void> check(Milliseconds needed) override;
  Result<void> begin_look() override;
  Result<bool> release_if_unwanted() override;
  Result<void> release() override;

  Result<Raised> raise(const FenceNote& note) override;
  Result<void> lift() override;
  Result<std::optional<FenceNote>> standing() override;
  Result<std::optional<std::string>> at_work() override;

  /// So long `check` goes by what it saw of the fence since it has the lock: whoever raises it waits for the
  /// lock, and a call may take longer than that anyway. To ask before every call takes a twentieth of all the
  /// work.
  static constexpr Milliseconds fence_is_asked_every{20};

  /// Who has it, after `acquire` has said false.
  const Error& refusal() const { return refusal_; }

 private:
  Result<bool> take();
  Result<std::string> wanted();

  std::string path_;
  Journal& journal_;
  Clock& clock_;
  Random& random_;
  std::atomic<Time> no_fence_at_ = Time::min();  ///< when it was asked for last, and did not stand
  std::optional<ReplicatorLock> lock_;
  std::string seen_;  ///< what was wanted at the last look
  Error refusal_;
};

}  // namespace lakemirror::journal
