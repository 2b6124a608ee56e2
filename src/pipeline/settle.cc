#include "pipeline/settle.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Outcome;
using model::OutcomeKind;

Milliseconds pause_before_retry(Milliseconds failing_for, ErrorKind kind) {
  const auto longest = std::chrono::minutes(kind == ErrorKind::retry ? 5 : 1);
  return std::clamp<Milliseconds>(failing_for, Seconds(1), longest);
}

Milliseconds pause_before_parked_retry(Milliseconds failing_for) {
  return std::clamp<Milliseconds>(failing_for, std::chrono::minutes(15), std::chrono::hours(6));
}

namespace {

/// The first instant at which a look is final: reads begun then can no longer be stale.
Time final_from(const EntryResult& entry, const SettleRules& rules) {
  const Time sure_of_target = entry.digest.all_calls() ? Time() : rules.unsure_until;
  return std::max({entry.event_time + rules.read_settle, sure_of_target, entry.digest.not_before()});
}

bool is_explained_by_events(ErrorKind kind) {
  return kind == ErrorKind::missing || kind == ErrorKind::exists;
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

/// Of what passes only when another event tells of it, where none has come in all the time in which one may.
Error unexplained(Error error, Time missing_since) {
  if (error.hint.empty()) {
    error.hint =
        "so since " + format_time(missing_since) +
        ", and no event explains it: compare what both sides have of it; it is tried again by itself";
  }
  return error;
}

/// No later than now, whatever the clock was when it was noted.
Time since(std::optional<Time> noted, Time now) { return std::min(noted.value_or(now), now); }

Outcome settle_failure(Outcome outcome, const EntryResult& entry, const SettleRules& rules) {
  const Error& error = *entry.digest.error();
  outcome.error = error.text();
  outcome.hint = error.hint;
  outcome.failed_since = since(entry.failed_since, rules.now);
  // Other failures in between say nothing about it.
  outcome.missing_since = entry.missing_since;
  if (is_explained_by_events(error.kind)) outcome.missing_since = since(entry.missing_since, rules.now);
  const auto failing_for = rules.now - *outcome.failed_since;
  const auto parked_until = rules.now + pause_before_parked_retry(failing_for);
  if (may_succeed_later(error.kind)) {
    if (is_explained_by_events(error.kind) && *outcome.missing_since <= rules.explained_until)
      return park(std::move(outcome), unexplained(error, *outcome.missing_since), parked_until);
    outcome.next_attempt_at = rules.now + pause_before_retry(failing_for, error.kind);
    return outcome;
  }
  // What was read may have been stale, and the refusal its consequence: not parked before that is ruled out.
  const Time final_time = final_from(entry, rules);
  if (error.kind == ErrorKind::invalid && entry.digest.begun() < final_time) {
    outcome.next_attempt_at = std::max(final_time, rules.now + Seconds(1));
    return outcome;
  }
  return park(std::move(outcome), error, parked_until);
}

/// What is not all looked at yet keeps what is known of it.
Outcome hold(Outcome outcome, const EntryResult& entry) {
  if (outcome.flag() == model::ProcessedFlag::parked) return outcome;
  outcome.provisional = true;
  outcome.next_attempt_at = entry.waits_until;
  if (!outcome.error.empty() || !entry.failed_since) return outcome;
  outcome.error = entry.last_error;
  outcome.hint = entry.last_hint;
  outcome.failed_since = entry.failed_since;
  outcome.missing_since = entry.missing_since;
  if (entry.was_parked) {
    outcome.kind = OutcomeKind::parked;
    outcome.provisional = false;
  }
  return outcome;
}

Outcome settle_looked_at(const EntryResult& entry, const SettleRules& rules) {
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

}  // namespace

Outcome settle(const EntryResult& entry, const SettleRules& rules) {
  auto outcome = settle_looked_at(entry, rules);
  return entry.waits_until ? hold(std::move(outcome), entry) : outcome;
}

}  // namespace lakemirror::pipeline
