#include "aws/cached_credentials.h"

#include <algorithm>

#include "aws/error.h"
#include "base/log.h"

namespace lakemirror::aws {
namespace {

constexpr Milliseconds longest_notice = std::chrono::minutes(15);
constexpr Milliseconds ask_again_after = Seconds(30);

}  // namespace

Result<Credentials> CachedCredentials::get() {
  std::uint64_t seen = 0;
  Need needed = Need::none;
  {
    const std::lock_guard lock(mutex_);
    needed = need();
    if (needed == Need::none) return *known_;
    seen = renewals_;
  }
  std::unique_lock turn(renewing_, std::defer_lock);
  if (needed == Need::now) {
    turn.lock();
  } else if (!turn.try_lock()) {
    const std::lock_guard lock(mutex_);
    if (known_) return *known_;
    turn.lock();
  }
  {
    const std::lock_guard lock(mutex_);
    // Somebody asked while we waited.
    if (renewals_ != seen && known_) return *known_;
    if (renewals_ != seen && failure_) return fail(*failure_);
  }
  return renew();
}

CachedCredentials::Need CachedCredentials::need() const {
  if (!known_) return Need::now;
  if (!known_->expires_at) return Need::none;
  const Time now = clock_.now();
  if (now >= *known_->expires_at) return Need::now;
  if (now < *renew_from_ || (ask_again_at_ && now < *ask_again_at_)) return Need::none;
  return now < *wait_from_ ? Need::soon : Need::now;
}

Result<Credentials> CachedCredentials::renew() {
  Result<Credentials> renewed = inner_->get();
  const std::lock_guard lock(mutex_);
  ++renewals_;
  if (renewed) return keep(std::move(*renewed));
  return keep_the_old(std::move(renewed).error());
}

Result<Credentials> CachedCredentials::keep(Credentials renewed) {
  log::debug("credentials from {}{}", renewed.source,
             renewed.expires_at ? ", until " + format_time(*renewed.expires_at) : "");
  const Time now = clock_.now();
  if (renewed.expires_at && *renewed.expires_at <= now) {
    return keep_the_old({.kind = ErrorKind::retry,
                         .operation = "find credentials",
                         .subject = renewed.source,
                         .message = "what it gives expired at " + format_time(*renewed.expires_at),
                         .hint = "check the clock of this machine"});
  }
  failure_.reset();
  ask_again_at_.reset();
  ever_known_ = true;
  if (renewed.expires_at) {
    // Short sessions get a short notice, or they would be renewed at every call.
    const Milliseconds notice = std::min(longest_notice, (*renewed.expires_at - now) / 4);
    renew_from_ = *renewed.expires_at - notice;
    wait_from_ = *renewed.expires_at - notice / 3;
  }
  known_ = std::move(renewed);
  return *known_;
}

Result<Credentials> CachedCredentials::keep_the_old(Error error) {
  // What worked before is expected to work again: nothing is wrong with the call that needs it now.
  if (ever_known_ && error.kind != ErrorKind::retry) {
    error.kind = ErrorKind::retry;
    if (error.code.empty()) error.code = unreachable_code;
  }
  failure_ = error;
  const Time now = clock_.now();
  if (!known_ || !known_->expires_at || *known_->expires_at <= now) {
    known_.reset();
    return fail(std::move(error));
  }
  log::warn("credentials expire at {} and cannot be renewed: {}", format_time(*known_->expires_at),
            error.text());
  ask_again_at_ = now + ask_again_after;
  return *known_;
}

void CachedCredentials::invalidate(const Credentials& refused) {
  const std::lock_guard lock(mutex_);
  // Another thread may have renewed them since.
  if (known_ != refused) return;
  known_.reset();
  ask_again_at_.reset();
  inner_->invalidate(refused);
}

}  // namespace lakemirror::aws
