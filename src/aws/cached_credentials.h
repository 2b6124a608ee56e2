#pragma once

#include <memory>
#include <mutex>

#include "aws/credentials_provider.h"

namespace lakemirror::aws {

/// Remembers what a slower provider said. When a quarter of the time is left that they were good for, at most
/// 15 minutes, one thread asks for new ones while the others go on with these; in the last third of that all
/// wait for it. When they cannot be renewed, the old ones serve to their end and renewal is tried again every
/// half minute. However many threads want credentials, one asks, and its answer is the answer for all.
class CachedCredentials : public CredentialsProvider {
 public:
  /// The clock outlives the object.
  CachedCredentials(std::shared_ptr<CredentialsProvider> inner, Clock& clock)
      : inner_(std::move(inner)), clock_(clock) {}
  Result<Credentials> get() override;
  void invalidate(const Credentials& refused) override;

 private:
  enum class Need { none, soon, now };
  Need need() const;
  Result<Credentials> renew();
  Result<Credentials> keep(Credentials renewed);
  Result<Credentials> keep_the_old(Error error);

  std::shared_ptr<CredentialsProvider> inner_;
  Clock& clock_;
  std::mutex renewing_;  // held by the one who asks

  std::mutex mutex_;  // guards what follows; never held while asking
  std::optional<Credentials> known_;
  std::optional<Time> renew_from_;    // one thread asks
  std::optional<Time> wait_from_;     // all wait
  std::optional<Time> ask_again_at_;  // after a renewal that failed
  std::optional<Error> failure_;      // of the last renewal
  std::uint64_t renewals_ = 0;        // ended so far, well or not
  bool ever_known_ = false;
};

}  // namespace lakemirror::aws
