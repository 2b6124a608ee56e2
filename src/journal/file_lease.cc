#include "journal/file_lease.h"

#include "journal/lease_errors.h"

namespace lakemirror::journal {

namespace {

constexpr std::string_view wanted_name = "lease/wanted";

}  // namespace

Result<std::string> FileLease::wanted() {
  LM_TRY(const auto text, journal_.value(wanted_name));
  return text.value_or("");
}

Result<bool> FileLease::take() {
  auto taken = ReplicatorLock::acquire(path_);
  if (taken) {
    // What was seen under an earlier lock: since then somebody may have raised it and found nobody at work.
    no_fence_at_ = Time::min();
    lock_.emplace(std::move(*taken));
    return true;
  }
  if (taken.error().code != ReplicatorLock::held_code) return fail(std::move(taken).error());
  refusal_ = std::move(taken).error();
  return false;
}

Result<bool> FileLease::acquire() {
  LM_TRY(const auto fence, standing());
  if (fence) return fail(fenced(fence->says()));
  if (lock_) return true;
  LM_TRY(const bool is_free, take());
  if (is_free) return true;
  LM_CHECK(journal_.set_value(wanted_name, random_.uuid()));
  // Whoever still holds it now reads the text once more after he has let go.
  return take();
}

Result<void> FileLease::check(Milliseconds) {
  if (!lock_) return fail(lease_lost("the lock of the journal is not held"));
  const Time now = clock_.now(), seen = no_fence_at_;
  const bool is_fresh = seen <= now && now < seen + fence_is_asked_every;
  if (is_fresh) return {};
  LM_TRY(const auto fence, standing());
  if (fence) return fail(fenced(fence->says()));
  no_fence_at_ = now;
  return {};
}

Result<void> FileLease::begin_look() {
  LM_TRY(seen_, wanted());
  return {};
}

Result<bool> FileLease::release_if_unwanted() {
  LM_TRY(const auto now, wanted());
  if (now != seen_) return false;
  lock_.reset();
  LM_TRY(const auto afterwards, wanted());
  if (afterwards == seen_) return true;
  // Wanted in between: whoever has it by now looks at the journal after that; otherwise it is for us to do.
  LM_TRY(const bool taken_again, take());
  return !taken_again;
}

Result<void> FileLease::release() {
  lock_.reset();
  return {};
}

Result<Fence::Raised> FileLease::raise(const FenceNote& note) {
  LM_TRY(auto known, standing());
  if (known) return Raised{.note = *std::move(known)};
  LM_CHECK(journal_.set_value(fence_value, note.text()));
  no_fence_at_ = Time::min();
  return Raised{.note = note, .is_new = true};
}

Result<void> FileLease::lift() { return journal_.set_value(fence_value, ""); }

Result<std::optional<FenceNote>> FileLease::standing() { return journal_.fence(); }

Result<std::optional<std::string>> FileLease::at_work() {
  if (lock_) return "this process";
  // Behind a fence nobody takes the lock, so it is in nobody's way for the moment in which it is held here.
  const auto lock = ReplicatorLock::acquire(path_);
  if (lock) return std::nullopt;
  if (lock.error().code != ReplicatorLock::held_code) return fail(lock.error());
  return lock.error().message;
}

}  // namespace lakemirror::journal
