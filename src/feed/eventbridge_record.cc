#include "feed/eventbridge_record.h"

#include "base/json.h"
#include "base/text.h"
#include "feed/lookup_record.h"

namespace lakemirror::feed {

namespace {

/// Text that is not read any further: it is kept as it came.
model::Event kept_as_it_came(std::string_view message, Time now) {
  return {.event_id = "malformed:" + sha256_hex(message),
          .event_time = now,
          .record = std::string(message),
          .feed = std::string(eventbridge_feed)};
}

/// "nightly" of .../assumed-role/etl/nightly, "root" of arn:aws:iam::123456789012:root.
std::string_view last_part(std::string_view arn) { return arn.substr(arn.find_last_of("/:") + 1); }

/// Who did it, as LookupEvents names them: the user, or of a role the session.
std::string_view username_of(const json::object& record) {
  const auto* identity = object_at(record, "userIdentity");
  if (identity == nullptr) return {};
  const auto user = text_or(*identity, "userName");
  if (!user.empty()) return user;
  const auto arn = text_or(*identity, "arn");
  return arn.empty() ? text_or(*identity, "invokedBy") : last_part(arn);
}

const json::value& member(const json::object& object, std::string_view name) {
  static const json::value nothing;
  const auto* value = object.if_contains(name);
  return value == nullptr ? nothing : *value;
}

/// The record as LookupEvents would bring it, so that both are read by the same rules.
json::object as_lookup_element(const json::object& envelope, const json::object& record) {
  const auto& time = member(record, "eventTime");
  return {{"EventId", member(record, "eventID")},
          {"EventName", member(record, "eventName")},
          {"EventSource", member(record, "eventSource")},
          {"EventTime", time.is_null() ? member(envelope, "time") : time},
          {"ReadOnly", member(record, "readOnly")},
          {"Username", username_of(record)},
          {"CloudTrailEvent", record}};
}

EventbridgeRecord read_call(const json::object& envelope, const json::object& record,
                            const LookupSettings& settings, Time now) {
  auto read = read_lookup_record(as_lookup_element(envelope, record), settings, now);
  read.event.feed = eventbridge_feed;
  return {.event = std::move(read.event), .keep = read.keep, .is_of_cloudtrail = true};
}

EventbridgeRecord read_state_change(std::string_view message, const json::object& envelope, Time now) {
  EventbridgeRecord result{.event = kept_as_it_came(message, now)};
  const auto id = text_or(envelope, "id");
  if (!id.empty()) result.event.event_id = "state:" + std::string(id);
  const auto time = parse_time(text_or(envelope, "time"));
  // The same rule as for records: a time of days to come would make all that follows look older.
  if (time && *time <= now + std::chrono::hours(24)) result.event.event_time = *time;
  result.event.event_source = text_or(envelope, "source");
  if (const auto* detail = object_at(envelope, "detail"))
    result.event.event_name = text_or(*detail, "typeOfChange");
  return result;
}

bool is_catalog_notice(std::string_view detail_type) {
  return detail_type.starts_with("Glue Data Catalog ") && detail_type.ends_with(" State Change");
}

}  // namespace

EventbridgeRecord read_eventbridge_record(std::string_view message, const LookupSettings& settings,
                                          Time now) {
  const auto parsed = parse_json(message);
  const auto* envelope = parsed ? parsed->if_object() : nullptr;
  const auto detail_type = envelope == nullptr ? std::string_view() : text_or(*envelope, "detail-type");
  const auto* detail = envelope == nullptr ? nullptr : object_at(*envelope, "detail");
  if (detail_type.ends_with(" via CloudTrail") && detail != nullptr)
    return read_call(*envelope, *detail, settings, now);
  if (is_catalog_notice(detail_type)) return read_state_change(message, *envelope, now);
  EventbridgeRecord result{.event = kept_as_it_came(message, now)};
  // Of a job, a crawler, a schedule: it says what it is, and that is no change of the catalog.
  result.keep = detail_type.empty() || detail_type.ends_with(" via CloudTrail");
  return result;
}

}  // namespace lakemirror::feed
