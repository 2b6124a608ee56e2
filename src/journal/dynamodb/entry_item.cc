#include "journal/dynamodb/entry_item.h"

#include "base/text.h"
#include "journal/dynamodb/packing.h"
#include "journal/dynamodb/table.h"

namespace lakemirror::journal::dynamodb {

namespace {

constexpr std::string_view escaped = "#entry/";

/// An item has room for 400 KB, names of attributes included. What an outcome adds later (reason, keys,
/// error, hint) needs room too.
constexpr std::size_t largest_record = 300 * 1024;

Error too_large(const model::Event& event, std::size_t size) {
  return {
      .kind = ErrorKind::invalid,
      .operation = "journal append",
      .subject = event.event_id,
      .message = "the record fits into no item of DynamoDB: " + std::to_string(size) + " bytes, compressed",
      .hint = "name a bucket for such records: journal_bucket in [lakemirror]"};
}

Result<void> put_record(Item& item, const model::Event& event, Overflow* overflow,
                        const std::string& folder) {
  if (event.record.size() <= largest_record && is_utf8(event.record)) {
    item["CloudTrailEvent"] = text_value(event.record);
    return {};
  }
  const std::string packed = pack(event.record);
  if (packed.size() <= largest_record) {
    item["CloudTrailEventGzip"] = bytes_value(packed);
    return {};
  }
  if (overflow == nullptr) return fail(too_large(event, packed.size()));
  const std::string name = folder + "/" + percent_encode(event.event_id) + ".json.gz";
  LM_CHECK(overflow->put(name, packed));
  item["CloudTrailEventObject"] = text_value(name);
  return {};
}

Result<std::string> record_of(const Item& item, std::string_view id, Overflow* overflow) {
  if (auto plain = text_in(item, "CloudTrailEvent")) return *std::move(plain);
  LM_TRY(const auto packed, bytes_in(item, "CloudTrailEventGzip"));
  if (packed) return unpack(*packed);
  const auto object = text_in(item, "CloudTrailEventObject");
  if (!object) return fail(not_ours(id, "an entry without its record"));
  if (overflow == nullptr) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "journal read",
                 .subject = std::string(id),
                 .message = "its record is in a bucket, and none is configured",
                 .hint = "name the bucket that it was written to: journal_bucket in [lakemirror]"});
  }
  LM_TRY(const auto body, overflow->get(*object));
  return unpack(body);
}

}  // namespace

std::string entry_key(std::string_view event_id) {
  return event_id.starts_with('#') ? std::string(escaped) + storable(event_id) : storable(event_id);
}

std::string event_id_of(std::string_view key) {
  if (key.starts_with(escaped)) key.remove_prefix(escaped.size());
  return std::string(key);
}

bool is_entry_key(std::string_view key) { return !key.starts_with('#') || key.starts_with(escaped); }

std::string open_order(Time event_time, std::string_view event_id) {
  return time_text(event_time) + " " + storable(event_id);
}

Result<Item> new_entry_item(const model::Event& event, Time received_at, std::size_t place,
                            Overflow* overflow, const std::string& folder) {
  Item item{{key_name, text_value(entry_key(event.event_id))},
            {"EventTime", time_value(event.event_time)},
            {"EventName", text_value(event.event_name)},
            {"EventSource", text_value(event.event_source)},
            {"Username", text_value(event.username)},
            {"Feed", text_value(event.feed)},
            {"ReceivedAt", time_value(received_at)},
            {"Processed_Flag", text_value("N")},
            {"Attempts", number_value(0)},
            {"Open", text_value("y")},
            {"OpenOrder", text_value(open_order(event.event_time, event.event_id))}};
  if (place > 0) item["Place"] = number_value(static_cast<std::int64_t>(place));
  LM_CHECK(put_record(item, event, overflow, folder));
  return item;
}

std::string flag_text(model::ProcessedFlag flag) { return std::string(1, static_cast<char>(flag)); }

Result<model::ProcessedFlag> read_flag(const Item& item) {
  const auto text = text_in(item, "Processed_Flag").value_or("");
  if (text == "N") return model::ProcessedFlag::pending;
  if (text == "F") return model::ProcessedFlag::parked;
  if (text == "Y") return model::ProcessedFlag::processed;
  return fail(not_ours(text_in(item, key_name).value_or(""), "Processed_Flag is '" + text + "'"));
}

std::string keys_text(const std::vector<std::string>& keys) {
  json::array list;
  for (const auto& key : keys) list.emplace_back(storable(key));
  return json::serialize(list);
}

Result<std::vector<std::string>> read_keys(const Item& item) {
  std::vector<std::string> keys;
  const auto text = text_in(item, "Keys");
  if (!text) return keys;
  const auto list = parse_json(*text);
  if (!list || !list->is_array())
    return fail(not_ours(text_in(item, key_name).value_or(""), "Keys is no JSON list"));
  for (const auto& key : list->get_array()) {
    if (key.is_string()) keys.emplace_back(key.get_string());
  }
  return keys;
}

Result<model::Entry> read_entry(const Item& item, WithRecord with_record, Overflow* overflow) {
  const auto text = [&](std::string_view name) { return text_in(item, name).value_or(""); };
  const std::string id = event_id_of(text(key_name));
  model::Entry entry{.event = {.event_id = id,
                               .event_name = text("EventName"),
                               .event_source = text("EventSource"),
                               .username = text("Username"),
                               .feed = text("Feed")},
                     .other_feed = text("OtherFeed"),
                     .reason = text("Reason"),
                     .attempts = static_cast<int>(number_in(item, "Attempts").value_or(0)),
                     .error = text("Error"),
                     .hint = text("Hint")};
  LM_TRY(const auto event_time, time_in(item, "EventTime"));
  LM_TRY(const auto received_at, time_in(item, "ReceivedAt"));
  if (!event_time || !received_at) return fail(not_ours(id, "an entry without its times"));
  entry.event.event_time = *event_time;
  entry.received_at = *received_at;
  LM_TRY(entry.flag, read_flag(item));
  if (const auto outcome = text_in(item, "Outcome")) {
    entry.outcome = model::parse_outcome_kind(*outcome);
    if (!entry.outcome) return fail(not_ours(id, "Outcome is '" + *outcome + "'"));
  }
  LM_TRY(entry.keys, read_keys(item));
  LM_TRY(entry.other_received_at, time_in(item, "OtherReceivedAt"));
  LM_TRY(entry.next_attempt_at, time_in(item, "NextAttemptAt"));
  LM_TRY(entry.settled_at, time_in(item, "SettledAt"));
  LM_TRY(entry.failed_since, time_in(item, "FailedSince"));
  LM_TRY(entry.missing_since, time_in(item, "MissingSince"));
  if (with_record == WithRecord::yes) {
    LM_TRY(entry.event.record, record_of(item, id, overflow));
  }
  return entry;
}

}  // namespace lakemirror::journal::dynamodb
