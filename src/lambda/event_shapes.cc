#include "lambda/event_shapes.h"

namespace lakemirror::lambda {

namespace {

Error no_event_of_ours(std::string why) {
  return {.kind = ErrorKind::invalid,
          .operation = "read event",
          .code = "InvalidEvent",
          .message = std::move(why),
          .hint = "invoke this function by an SQS queue that EventBridge sends to"};
}

/// A record without a body is kept whole: it is parked, and an operator sees it.
Message read_message(const json::value& record) {
  if (!record.is_object()) return {.body = json::serialize(record)};
  const auto& object = record.get_object();
  const auto* body = object.if_contains("body");
  return {.id = std::string(text_or(object, "messageId")),
          .body = body != nullptr && body->is_string() ? std::string(body->get_string())
                                                       : json::serialize(record)};
}

}  // namespace

Result<std::vector<Message>> read_messages(std::string_view payload) {
  const auto parsed = parse_json(payload);
  if (!parsed) return fail(no_event_of_ours(parsed.error().message));
  if (!parsed->is_object()) return fail(no_event_of_ours("it is no JSON object"));
  const auto& object = parsed->get_object();
  if (object.contains("detail-type")) return std::vector<Message>{{.body = std::string(payload)}};
  const auto* records = array_at(object, "Records");
  if (records == nullptr) return fail(no_event_of_ours("it has neither Records nor a detail-type"));
  std::vector<Message> messages;
  messages.reserve(records->size());
  for (const auto& record : *records) messages.push_back(read_message(record));
  return messages;
}

namespace {

/// The entry that a record of the stream shows as stored; absent where it shows something else.
std::optional<journal::Journal::Arrival> arrival_of(const json::object& change) {
  const auto text = [&](const char* name) -> std::string_view {
    const auto* image = object_at(change, "NewImage");
    const auto* value = image == nullptr ? nullptr : object_at(*image, name);
    return value == nullptr ? std::string_view() : text_or(*value, "S");
  };
  const auto event_time = parse_time(text("EventTime"));
  if (text("EventId").empty() || !event_time) return std::nullopt;
  return journal::Journal::Arrival{std::string(text("EventId")), *event_time};
}

}  // namespace

WakeUp read_wake_up(std::string_view payload) {
  const auto parsed = parse_json(payload);
  const auto* object = parsed ? parsed->if_object() : nullptr;
  const auto* records = object == nullptr ? nullptr : array_at(*object, "Records");
  if (records == nullptr) return {};
  WakeUp wake_up{.is_stream_batch = true};
  for (const auto& record : *records) {
    const auto* change = record.is_object() ? object_at(record.get_object(), "dynamodb") : nullptr;
    if (change == nullptr) continue;
    if (&record == &records->front()) wake_up.sequence_number = text_or(*change, "SequenceNumber");
    if (auto arrival = arrival_of(*change)) wake_up.arrivals.push_back(*std::move(arrival));
  }
  return wake_up;
}

json::object batch_failures(const std::vector<std::string>& identifiers) {
  json::array failures;
  for (const auto& identifier : identifiers) failures.push_back(json::object{{"itemIdentifier", identifier}});
  return {{"batchItemFailures", std::move(failures)}};
}

}  // namespace lakemirror::lambda
