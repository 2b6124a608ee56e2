#include "report/entry_json.h"

namespace lakemirror::report {

namespace {

void set_text(json::object& object, std::string_view name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

void set_time(json::object& object, std::string_view name, const std::optional<Time>& time) {
  if (time) object[name] = format_time(*time);
}

json::value record_json(const std::string& record) {
  Result<json::value> parsed = parse_json(record);
  return parsed ? std::move(*parsed) : json::value(record);
}

}  // namespace

json::object entry_json(const model::Entry& entry) {
  json::object object;
  object["EventId"] = entry.event.event_id;
  object["EventTime"] = format_time(entry.event.event_time);
  object["EventName"] = entry.event.event_name;
  object["EventSource"] = entry.event.event_source;
  set_text(object, "Username", entry.event.username);
  object["Processed_Flag"] = std::string(1, static_cast<char>(entry.flag));
  if (entry.outcome) object["Outcome"] = model::to_string(*entry.outcome);
  set_text(object, "Reason", entry.reason);
  object["Keys"] = json::array(entry.keys.begin(), entry.keys.end());
  object["Attempts"] = entry.attempts;
  set_time(object, "NextAttemptAt", entry.next_attempt_at);
  set_time(object, "FailedSince", entry.failed_since);
  set_time(object, "MissingSince", entry.missing_since);
  set_text(object, "Error", entry.error);
  set_text(object, "Hint", entry.hint);
  object["ReceivedAt"] = format_time(entry.received_at);
  object["Feed"] = entry.event.feed;
  set_text(object, "OtherFeed", entry.other_feed);
  set_time(object, "OtherReceivedAt", entry.other_received_at);
  set_time(object, "SettledAt", entry.settled_at);
  if (!entry.event.record.empty()) object["CloudTrailEvent"] = record_json(entry.event.record);
  return object;
}

}  // namespace lakemirror::report
