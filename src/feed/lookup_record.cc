#include "feed/lookup_record.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lakemirror::feed {

namespace {

// No clock of AWS is ahead of ours by more: our signatures would be refused. A time beyond would make every
// event that follows look older than this one.
constexpr Milliseconds most_ahead = std::chrono::hours(24);

/// EventTime on the wire is a number of seconds; the AWS CLI prints ISO text, with which answers are
/// recorded.
std::optional<Time> read_event_time(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    const auto time = parse_time(std::string_view(value->get_string()));
    return time ? std::optional(*time) : std::nullopt;
  }
  return value->is_number() ? time_of_seconds(value->to_number<double>()) : std::nullopt;
}

/// ReadOnly is the text "true" or "false" in LookupEvents' answers, a boolean inside records, and absent from
/// old ones.
std::optional<bool> read_only(const json::object& element) {
  const auto* value = element.if_contains("ReadOnly");
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  if (!value->is_string()) return std::nullopt;
  const std::string_view text = value->get_string();
  if (equal_ignoring_case(text, "true")) return true;
  if (equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

bool is_named_like_a_read(std::string_view event_name) {
  constexpr std::array<std::string_view, 5> prefixes = {"Get", "List", "BatchGet", "Search", "Describe"};
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](auto prefix) { return event_name.starts_with(prefix); });
}

bool among(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether envelope and record agree that it is of none of these services: either may be damaged. Of most
/// records of other services this is all that is looked at.
bool is_of_another_service(const json::object& element, const std::vector<std::string>& sources) {
  const auto source = text_or(element, "EventSource"), record = text_or(element, "CloudTrailEvent");
  if (!source.ends_with(".amazonaws.com") || among(sources, source)) return false;
  return std::ranges::none_of(sources, [&](const std::string& one) {
    return record.find("\"eventSource\":\"" + one + "\"") != std::string_view::npos;
  });
}

bool may_change_the_catalog(const json::object& element, const LookupSettings& settings) {
  if (is_of_another_service(element, settings.event_sources)) return false;
  const auto name = text_or(element, "EventName");
  if (among(settings.event_names, name)) return true;
  return !read_only(element).value_or(is_named_like_a_read(name));
}

/// The record as it was received; of an element that has none, the element itself, so that nothing is lost.
std::string record_text(const json::object& element) {
  const auto* record = element.if_contains("CloudTrailEvent");
  if (record != nullptr && record->is_string()) return std::string(record->get_string());
  return json::serialize(record != nullptr && record->is_object() ? *record : json::value(element));
}

}  // namespace

LookupRecord read_lookup_record(const json::value& element, const LookupSettings& settings, Time now) {
  static const json::object nothing;
  const json::object& object = element.is_object() ? element.get_object() : nothing;
  LookupRecord result;
  auto& event = result.event;
  event.event_id = text_or(object, "EventId");
  event.event_time = read_event_time(object.if_contains("EventTime")).value_or(now);
  if (event.event_time > now + most_ahead) event.event_time = now;
  event.event_name = text_or(object, "EventName");
  event.event_source = text_or(object, "EventSource");
  event.username = text_or(object, "Username");
  event.record = element.is_object() ? record_text(object) : json::serialize(element);
  event.feed = "lookup";
  if (event.event_id.empty()) {
    event.event_id = "malformed:" + sha256_hex(canonical_json(element));
  } else {
    result.keep = may_change_the_catalog(object, settings);
  }
  return result;
}

}  // namespace lakemirror::feed
