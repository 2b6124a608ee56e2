#pragma once

#include <memory>
#include <mutex>

#include "aws/credentials_provider.h"

namespace lakemirror::aws {

/// Remembers what a slower provider said until five minutes before it expires. When it cannot be renewed
/// then, the old credentials serve to their end and renewal is tried again every half minute.
class CachedCredentials : public CredentialsProvider {
 public:
  /// The clock outlives the object.
  CachedCredentials(std::shared_ptr<CredentialsProvider> inner, Clock& clock)
      : inner_(std::move(inner)), clock_(clock) {}
  Result<Credentials> get() override;
  void invalidate() override;

 private:
  bool fresh(Time now) const;
  Result<Credentials> renew(Time now);

  std::shared_ptr<CredentialsProvider> inner_;
  Clock& clock_;
  std::mutex mutex_;  // held while renewing: the others wait for the one who asks
  std::optional<Credentials> known_;
  std::optional<Time> ask_again_at_;  ///< after a renewal that failed
};

}  // namespace lakemirror::aws
