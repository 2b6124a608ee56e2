#include "aws/cached_credentials.h"

#include "base/log.h"

namespace lakemirror::aws {
namespace {

constexpr Seconds renew_before{300};
constexpr Seconds ask_again_after{30};

}  // namespace

bool CachedCredentials::fresh(Time now) const {
  if (!known_) return false;
  if (!known_->expires_at || now + renew_before < *known_->expires_at) return true;
  return ask_again_at_ && now < *ask_again_at_ && now < *known_->expires_at;
}

Result<Credentials> CachedCredentials::get() {
  const std::lock_guard lock(mutex_);
  const Time now = clock_.now();
  if (fresh(now)) return *known_;
  return renew(now);
}

Result<Credentials> CachedCredentials::renew(Time now) {
  Result<Credentials> renewed = inner_->get();
  if (renewed) {
    known_ = *renewed;
    ask_again_at_.reset();
    // Some sessions are shorter than the margin: use them anyway, and do not ask at every call.
    if (known_->expires_at && now + renew_before >= *known_->expires_at)
      ask_again_at_ = now + ask_again_after;
    return renewed;
  }
  if (!known_ || !known_->expires_at || *known_->expires_at <= now) return renewed;
  log::warn("credentials expire at {} and cannot be renewed: {}", format_time(*known_->expires_at),
            renewed.error().text());
  ask_again_at_ = now + ask_again_after;
  return *known_;
}

void CachedCredentials::invalidate() {
  const std::lock_guard lock(mutex_);
  known_.reset();
  ask_again_at_.reset();
  inner_->invalidate();
}

}  // namespace lakemirror::aws
