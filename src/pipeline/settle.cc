#include "pipeline/settle.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Outcome;
using model::OutcomeKind;

Milliseconds pause_before_retry(int attempts) {
  return std::min<Milliseconds>(Seconds(1) * (1 << std::clamp(attempts, 0, 9)), std::chrono::minutes(5));
}

Milliseconds pause_before_parked_retry(int attempts) {
  return std::min<Milliseconds>(std::chrono::minutes(15) * (1 << std::clamp(attempts, 0, 5)),
                                std::chrono::hours(6));
}

namespace {

/// The first instant at which a look is final: reads begun then can no longer be stale.
Time final_from(const EntryResult& entry, const SettleRules& rules) {
  const Time sure_of_target = entry.digest.all_calls() ? Time() : rules.unsure_until;
  return std::max({entry.event_time + rules.read_settle, sure_of_target, entry.digest.not_before()});
}

bool may_succeed_later(ErrorKind kind) {
  return kind == ErrorKind::retry || kind == ErrorKind::missing || kind == ErrorKind::exists;
}

Outcome park(Outcome outcome, const Error& error, std::optional<Time> next_attempt_at) {
  outcome.kind = OutcomeKind::parked;
  outcome.error = error.text();
  outcome.hint = error.hint;
  outcome.next_attempt_at = next_attempt_at;
  return outcome;
}

Outcome settle_failure(Outcome outcome, const EntryResult& entry, const SettleRules& rules) {
  const Error& error = *entry.digest.error();
  outcome.error = error.text();
  outcome.hint = error.hint;
  if (may_succeed_later(error.kind)) {
    outcome.next_attempt_at = rules.now + pause_before_retry(entry.attempts);
    return outcome;
  }
  // What was read may have been stale, and the refusal its consequence: not parked before that is ruled out.
  const Time final_time = final_from(entry, rules);
  if (error.kind == ErrorKind::invalid && entry.digest.begun() < final_time) {
    outcome.next_attempt_at = std::max(final_time, rules.now + Seconds(1));
    return outcome;
  }
  return park(std::move(outcome), error, rules.now + pause_before_parked_retry(entry.attempts));
}

}  // namespace

Outcome settle(const EntryResult& entry, const SettleRules& rules) {
  Outcome outcome{.event_id = entry.event_id, .keys = entry.keys};
  if (entry.ignored) {
    outcome.kind = OutcomeKind::ignored;
    outcome.reason = *entry.ignored;
    return outcome;
  }
  if (entry.malformed) return park(std::move(outcome), *entry.malformed, std::nullopt);
  const bool any_call = entry.was_replicated || entry.digest.any_call();
  if (any_call) outcome.kind = OutcomeKind::replicated;
  outcome.provisional = true;
  if (entry.digest.error() != nullptr) {
    auto failed = settle_failure(std::move(outcome), entry, rules);
    failed.provisional = failed.kind != OutcomeKind::parked;
    return failed;
  }
  if (!entry.digest.complete()) {
    outcome.next_attempt_at = rules.now + Seconds(1);
    return outcome;
  }
  if (!any_call) outcome.kind = OutcomeKind::unchanged;
  const Time final_time = final_from(entry, rules);
  if (entry.digest.begun() < final_time) {
    // What is judged by something read earlier may be final only later than the time that makes it so.
    outcome.next_attempt_at = std::max(final_time, rules.now + Seconds(1));
    return outcome;
  }
  outcome.provisional = false;
  return outcome;
}

}  // namespace lakemirror::pipeline
