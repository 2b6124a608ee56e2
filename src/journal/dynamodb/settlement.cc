#include "journal/dynamodb/settlement.h"

#include <mutex>

#include "base/worker_pool.h"
#include "journal/dynamodb/entry_item.h"

namespace lakemirror::journal::dynamodb {

namespace {

json::value optional_time(std::optional<Time> time) {
  if (!time) return nullptr;
  return time->time_since_epoch().count();
}

std::optional<Time> time_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* number = value == nullptr ? nullptr : value->if_int64();
  if (number == nullptr) return std::nullopt;
  return Time(Milliseconds(*number));
}

json::object decision_json(const Decision& decision) {
  const auto& outcome = decision.outcome;
  json::array keys;
  for (const auto& key : outcome.keys) keys.emplace_back(storable(key));
  return {{"id", storable(outcome.event_id)},
          {"kind", outcome.kind ? std::string(to_string(*outcome.kind)) : std::string()},
          {"provisional", outcome.provisional},
          {"reason", storable(outcome.reason)},
          {"keys", std::move(keys)},
          {"error", storable(outcome.error)},
          {"hint", storable(outcome.hint)},
          {"next", optional_time(outcome.next_attempt_at)},
          {"failed", optional_time(outcome.failed_since)},
          {"missing", optional_time(outcome.missing_since)},
          {"attempts", decision.attempts},
          {"now", decision.now.time_since_epoch().count()}};
}

Result<Decision> read_decision(const json::object& object) {
  const auto text = [&](std::string_view name) { return std::string(text_or(object, name)); };
  Decision decision{.outcome = {.event_id = text("id"),
                                .kind = model::parse_outcome_kind(text("kind")),
                                .reason = text("reason"),
                                .error = text("error"),
                                .hint = text("hint"),
                                .next_attempt_at = time_of(object, "next"),
                                .failed_since = time_of(object, "failed"),
                                .missing_since = time_of(object, "missing")}};
  const auto* provisional = object.if_contains("provisional");
  const auto* attempts = object.if_contains("attempts");
  const auto now = time_of(object, "now");
  if (provisional == nullptr || !provisional->is_bool() || attempts == nullptr || !attempts->is_int64() ||
      !now)
    return fail(not_ours("#lease", "the outbox holds something that is no outcome"));
  decision.outcome.provisional = provisional->get_bool();
  decision.attempts = attempts->get_int64();
  decision.now = *now;
  if (const auto* keys = array_at(object, "keys")) {
    for (const auto& key : *keys) {
      if (key.is_string()) decision.outcome.keys.emplace_back(key.get_string());
    }
  }
  return decision;
}

/// Builds one UpdateExpression: a value is set where there is one, and the attribute removed where there is
/// none.
class Assignments {
 public:
  void set(std::string_view name, json::object value) {
    sets_ += fmt::format("{}#{} = :{}", sets_.empty() ? "SET " : ", ", name, name);
    values_[":" + std::string(name)] = std::move(value);
  }
  void text(std::string_view name, std::string_view value) {
    value.empty() ? remove(name) : set(name, text_value(value));
  }
  void time(std::string_view name, std::optional<Time> value) {
    value ? set(name, time_value(*value)) : remove(name);
  }
  void remove(std::string_view name) {
    removes_ += fmt::format("{}#{}", removes_.empty() ? " REMOVE " : ", ", name);
  }
  void value(const char* placeholder, json::object value) { values_[placeholder] = std::move(value); }

  Table::Update on(std::string key, std::string condition) && {
    return {.key = std::move(key),
            .expression = sets_ + removes_,
            .condition = std::move(condition),
            .values = std::move(values_)};
  }

 private:
  std::string sets_, removes_;
  json::object values_;
};

}  // namespace

std::string decisions_text(std::span<const Decision> decisions) {
  json::array list;
  for (const auto& decision : decisions) list.push_back(decision_json(decision));
  return json::serialize(list);
}

Result<std::vector<Decision>> read_decisions(std::string_view text) {
  LM_TRY(const auto list, parse_json(text));
  std::vector<Decision> decisions;
  if (!list.is_array()) return fail(not_ours("#lease", "the outbox is no list"));
  for (const auto& element : list.get_array()) {
    if (!element.is_object())
      return fail(not_ours("#lease", "the outbox holds something that is no outcome"));
    LM_TRY(auto decision, read_decision(element.get_object()));
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

std::int64_t Settlement::leaves_at(Time event_time, Time now) const {
  return std::chrono::ceil<Seconds>(std::max(event_time, now) + retention_).time_since_epoch().count();
}

Result<bool> Settlement::write(const Decision& decision) {
  const auto& outcome = decision.outcome;
  const auto flag = outcome.flag();
  const bool is_done = flag == model::ProcessedFlag::processed;
  Assignments to;
  to.set("Processed_Flag", text_value(flag_text(flag)));
  to.set("Attempts", number_value(decision.attempts + 1));
  to.text("Outcome", outcome.kind ? to_string(*outcome.kind) : "");
  to.text("Reason", outcome.reason);
  outcome.keys.empty() ? to.remove("Keys") : to.set("Keys", text_value(keys_text(outcome.keys)));
  to.text("Error", outcome.error);
  to.text("Hint", outcome.hint);
  to.time("NextAttemptAt", is_done ? std::nullopt : outcome.next_attempt_at);
  to.time("FailedSince", is_done ? std::nullopt : outcome.failed_since);
  to.time("MissingSince", is_done ? std::nullopt : outcome.missing_since);
  to.time("SettledAt", flag == model::ProcessedFlag::pending ? std::nullopt : std::optional(decision.now));
  if (is_done) {
    // What an operator skipped stays in the index: it holds back the replication point as long as it is kept.
    if (outcome.kind != model::OutcomeKind::skipped) {
      to.remove("Open");
      to.remove("OpenOrder");
    }
    to.set("TimeToLive", number_value(leaves_at(decision.now, decision.now)));
  }
  to.value(":done", text_value("Y"));
  to.value(":read", number_value(decision.attempts));
  LM_TRY(const auto written,
         table_.update(std::move(to).on(entry_key(outcome.event_id),
                                        "#Processed_Flag <> :done AND #Attempts = :read")));
  return written.has_value();
}

Result<Processed> Settlement::apply(std::span<const Decision> decisions) {
  // Those of one entry go one after another.
  std::map<std::string_view, std::vector<const Decision*>> by_entry;
  for (const auto& decision : decisions) by_entry[decision.outcome.event_id].push_back(&decision);
  std::vector<const std::vector<const Decision*>*> work;
  for (const auto& [id, list] : by_entry) work.push_back(&list);
  Processed processed;
  std::optional<Error> error;
  std::mutex mutex;
  run_parallel(work.size(), threads_, [&](std::size_t i) {
    for (const auto* decision : *work[i]) {
      const auto written = write(*decision);
      const std::lock_guard lock(mutex);
      if (!written && !error) error = written.error();
      if (!written) return;
      if (*written && decision->outcome.flag() == model::ProcessedFlag::processed)
        ++processed[*decision->outcome.kind];
    }
  });
  if (error) return fail(*error);
  return processed;
}

}  // namespace lakemirror::journal::dynamodb
