#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "local/actions.h"
#include "local/json_text.h"
#include "local/page_token.h"

namespace lakemirror::local {

namespace {

/// What a LookupEvents call asks for.
struct Query {
  std::string key = {};  ///< the one LookupAttribute, or empty
  std::string value = {};
  Trail::Range range;
  std::size_t limit = 50;
  std::uint64_t fingerprint =
      0;  ///< of every parameter but the token: a token is good only for the same ones
};

/// Looking Glue up by resource finds nothing: its events have an empty Resources list (seen).
bool matches(const Record& record, const Query& query) {
  if (query.key.empty() || query.key == "ReadOnly") return true;  // ReadOnly is in the range already
  if (query.key == "EventId") return record.event_id == query.value;
  if (query.key == "EventName") return record.event_name == query.value;
  if (query.key == "EventSource") return event_source(record.service) == query.value;
  if (query.key == "Username") return record.caller->username() == query.value;
  if (query.key == "AccessKeyId") return record.caller->access_key_id == query.value;
  return false;
}

Time read_time(const json::object& input, std::string_view member, Time otherwise) {
  const json::value* given = input.if_contains(member);
  if (given == nullptr || !given->is_number()) return otherwise;
  return time_of_seconds(given->to_number<double>()).value_or(otherwise);
}

Result<void> read_attribute(const json::object& input, Query& query) {
  const json::array* attributes = array_at(input, "LookupAttributes");
  if (attributes == nullptr || attributes->empty()) return {};
  if (attributes->size() > 1) {
    return fault("InvalidLookupAttributesException",
                 "You can specify only one lookup attribute per request.");
  }
  const json::object& attribute = attributes->front().get_object();
  query.key = text_or(attribute, "AttributeKey");
  query.value = text_or(attribute, "AttributeValue");
  if (query.key == "ReadOnly") {
    if (query.value != "true" && query.value != "false") {
      return fault("InvalidLookupAttributesException", "The value of ReadOnly must be true or false.");
    }
    query.range.read_only = query.value == "true";
  }
  return {};
}

Result<Query> read_query(const Call& call) {
  const json::object& input = call.from.input;
  const Time oldest = call.now - Trail::kept_for;
  Query query{.range = {.before = call.region.trail.next_sequence(),
                        .start = std::max(oldest, read_time(input, "StartTime", oldest)),
                        .end = read_time(input, "EndTime", call.now),
                        .read_only = {}},
              .limit = call.limit("MaxResults", 50)};
  if (input.contains("StartTime") && read_time(input, "StartTime", oldest) > query.range.end) {
    return fault("InvalidTimeRangeException", "The start time must not be after the end time.");
  }
  LM_CHECK(read_attribute(input, query));
  json::object rest = input;
  rest.erase("NextToken");
  query.fingerprint = hash64(canonical_json(rest));
  const std::string_view token = call.text("NextToken");
  if (token.empty()) return query;
  const auto refusal = [] { return fault("InvalidNextTokenException", "The NextToken is not valid."); };
  const auto position = read_token(token, call.now);
  if (!position) return refusal();
  const json::value* before = position->if_contains("before");
  if (before == nullptr || !before->is_int64() ||
      text_or(*position, "for") != std::to_string(query.fingerprint)) {
    return refusal();
  }
  query.range.before = static_cast<std::uint64_t>(before->get_int64());
  return query;
}

void append_event(std::string& out, const Record& record) {
  ObjectText event(out);  // every member seen in a real answer
  event.text("EventId", record.event_id);
  event.text("EventName", record.event_name);
  event.text("ReadOnly", record.read_only ? "true" : "false");
  event.text("AccessKeyId", record.caller->access_key_id);
  event.number("EventTime", std::chrono::floor<Seconds>(record.event_time).time_since_epoch().count());
  event.text("EventSource", event_source(record.service));
  event.text("Username", record.caller->username());
  event.raw("Resources", "[]");
  event.text("CloudTrailEvent", record_text(record));
  event.close();
}

/// Any order at all: AWS promises none, and pages of one second were seen out of it.
void shuffle(std::vector<const Record*>& page, Random& random) {
  for (std::size_t i = page.size(); i > 1; --i) std::swap(page[i - 1], page[random.below(i)]);
}

Answer lookup_events(Call& call) {
  if (call.text("EventCategory") == "insight") return "{\"Events\":[]}";  // no Insights events here
  LM_TRY(const Query query, read_query(call));
  std::vector<const Record*> page;
  std::uint64_t before = query.range.before;
  bool more = false;
  call.region.trail.scan(query.range, [&](const Record& record) {
    if (record.visible_at > call.now || !matches(record, query)) return true;
    if (page.size() == query.limit) return !(more = true);
    page.push_back(&record);
    before = record.sequence;
    if (call.knobs.duplicate > 0 && call.random.chance(call.knobs.duplicate)) {
      // Once more: on this page, or when it is full as the first of the next.
      if (page.size() < query.limit) {
        page.push_back(&record);
      } else if (query.limit > 1) {  // a page of one would give the same event for ever
        ++before;
        more = true;
        return false;
      }
    }
    return true;
  });
  if (call.knobs.shuffle > 0 && call.random.chance(call.knobs.shuffle)) shuffle(page, call.random);
  std::string out = "{\"Events\":[";
  for (const Record* record : page) {
    if (out.back() != '[') out += ',';
    append_event(out, *record);
  }
  out += ']';
  if (more) {
    out += ",\"NextToken\":";
    append_string(out,
                  make_token({{"before", before}, {"for", std::to_string(query.fingerprint)}}, call.now));
  }
  out += '}';
  return out;
}

constexpr Action all_lookup_actions[] = {{"LookupEvents", lookup_events, true}};

}  // namespace

std::span<const Action> lookup_actions() { return all_lookup_actions; }

}  // namespace lakemirror::local
