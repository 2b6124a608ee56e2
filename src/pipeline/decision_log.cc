#include "pipeline/decision_log.h"

namespace lakemirror::pipeline {

using log::Level;
using model::OutcomeKind;
using model::ProcessedFlag;
using model::ResultKind;

namespace {

struct Heading {
  Level level;
  std::string_view message;
};

Heading heading_of(const model::ChangeResult& result) {
  switch (result.kind) {
    case ResultKind::created:
    case ResultKind::updated:
    case ResultKind::deleted:
      return {Level::info, "change applied"};
    case ResultKind::unchanged:
      return {Level::debug, "change not needed"};
    case ResultKind::deferred:
      return {Level::debug, "change deferred"};
    case ResultKind::failed:
      break;
  }
  // What is missing or in the way may have come or gone since it was read.
  const auto kind = result.error ? result.error->kind : ErrorKind::invalid;
  const bool may_pass = kind == ErrorKind::retry || kind == ErrorKind::missing || kind == ErrorKind::exists;
  return {may_pass ? Level::warn : Level::error, "change failed"};
}

Heading heading_of(const model::Outcome& outcome) {
  switch (outcome.flag()) {
    case ProcessedFlag::parked:
      return {Level::warn, "entry parked"};
    case ProcessedFlag::processed:
      return {outcome.kind == OutcomeKind::replicated ? Level::info : Level::debug, "entry settled"};
    case ProcessedFlag::pending:
      break;
  }
  if (!outcome.error.empty()) return {Level::warn, "entry waits"};
  return {Level::debug, outcome.kind ? "entry provisional" : "entry waits"};
}

}  // namespace

DecisionLine line_of(const model::Change& change, const model::ChangeResult& result) {
  const auto [level, message] = heading_of(result);
  DecisionLine line{level,
                    message,
                    {{"change", to_string(change.kind)},
                     {"key", change.key.text()},
                     {"result", to_string(result.kind)},
                     {"reason", change.reason}}};
  if (result.error) {
    line.fields.emplace_back("code", result.error->code);
    line.fields.emplace_back("request_id", result.error->request_id);
    line.fields.emplace_back("error", result.error->text());
  }
  return line;
}

DecisionLine line_of(const EntryResult& entry, const model::Outcome& outcome) {
  const auto [level, message] = heading_of(outcome);
  DecisionLine line{level,
                    message,
                    {{"event_id", entry.event_id},
                     {"event_name", entry.event_name},
                     {"event_time", format_time(entry.event_time)},
                     {"key", entry.keys.empty() ? std::string() : entry.keys.front()}}};
  if (entry.keys.size() > 1) line.fields.emplace_back("keys", entry.keys.size());
  if (outcome.kind) line.fields.emplace_back("outcome", to_string(*outcome.kind));
  line.fields.emplace_back("attempt", entry.attempts + 1);
  line.fields.emplace_back("reason", outcome.reason);
  line.fields.emplace_back("error", outcome.error);
  if (outcome.next_attempt_at)
    line.fields.emplace_back("next_attempt", format_time(*outcome.next_attempt_at));
  return line;
}

void say_change(const model::Change& change, const model::ChangeResult& result) {
  if (!log::enabled(heading_of(result).level)) return;
  const DecisionLine line = line_of(change, result);
  log::write(line.level, line.message, line.fields);
}

void say_outcome(const EntryResult& entry, const model::Outcome& outcome) {
  if (!log::enabled(heading_of(outcome).level)) return;
  const DecisionLine line = line_of(entry, outcome);
  log::write(line.level, line.message, line.fields);
}

}  // namespace lakemirror::pipeline
