#include <algorithm>
#include <map>

#include "aws/protocol.h"
#include "feed/lookup_feed.h"
#include "feed/lookup_record.h"
#include "promise.h"
#include "translate/touch.h"

using namespace lakemirror;

namespace {

const Time now = *parse_time("2026-11-22T10:00:00Z");

/// CloudTrail, answering whatever it is asked with one body.
class OneAnswer final : public aws::Client {
 public:
  explicit OneAnswer(std::string body) : body_(std::move(body)) {}
  Result<json::object> call(api::Service service, std::string_view operation, const json::object&) override {
    const auto* known = api::find_operation(service, operation);
    return aws::decode_response(*known, "cloudtrail:LookupEvents", {.status = 200, .body = body_});
  }
  std::string_view region() const override { return "us-east-1"; }

 private:
  std::string body_;
};

/// Keeps what is stored, as a journal does.
class Kept final : public feed::Intake {
 public:
  Result<std::vector<bool>> append(std::span<const model::Event> events, Time) override {
    std::vector<bool> is_new;
    for (const auto& event : events) is_new.push_back(events_.emplace(event.event_id, event).second);
    return is_new;
  }
  Result<std::optional<std::string>> value(std::string_view name) override {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  Result<bool> replace_value(std::string_view name, const std::optional<std::string>& was,
                             std::string_view text) override {
    LM_TRY(const auto is, value(name));
    if (is != was) return false;
    values_.insert_or_assign(std::string(name), std::string(text));
    return true;
  }
  const std::map<std::string, model::Event>& events() const { return events_; }

 private:
  std::map<std::string, model::Event> events_;
  std::map<std::string, std::string, std::less<>> values_;
};

/// An element is read whatever it is: it has an id, a time that can be written, and the text of its record.
void check_element(const json::value& element, const feed::LookupSettings& settings) {
  const auto read = feed::read_lookup_record(element, settings, now);
  promise(!read.event.event_id.empty(), "an element has an id");
  promise(parse_time(format_time(read.event.event_time)).has_value() || read.event.event_time < Time(),
          "its time can be written");
  const auto* object = element.if_object();
  const auto* record = object == nullptr ? nullptr : object->if_contains("CloudTrailEvent");
  if (record != nullptr && record->is_string())
    promise(read.event.record == std::string_view(record->get_string()),
            "a record is kept as it was received");
  const auto touched = translate::touch(read.event, {});
  promise(int(touched.touches()) + int(touched.ignored.has_value()) + int(touched.malformed.has_value()) == 1,
          "it is read, ignored or malformed");
  if (!read.keep) promise(object != nullptr && object->contains("EventId"), "what has no id is not dropped");
}

}  // namespace

/// Any body of an answer to LookupEvents is refused as a whole, or every element of it is kept or known to
/// change nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  OneAnswer trail(std::string(reinterpret_cast<const char*>(data), size));
  Kept kept;
  VirtualClock clock(now);
  feed::LookupSettings settings;
  settings.by = feed::LookupBy::source;
  settings.follow_glue_alone();
  const auto pass = feed::LookupFeed(trail, kept, clock, settings).pull();
  promise(pass.has_value(), "a pass says what went wrong in its own words");
  const auto answer = trail.call(api::Service::cloudtrail, "LookupEvents", {});
  const auto* events = answer ? array_at(*answer, "Events") : nullptr;
  if (events == nullptr) {
    promise(pass->error.has_value() && kept.events().empty(), "an answer that is none is an error");
    return 0;
  }
  for (const auto& element : *events) {
    check_element(element, settings);
    const auto read = feed::read_lookup_record(element, settings, now);
    if (read.keep) promise(kept.events().contains(read.event.event_id), "what may be a change is stored");
  }
  return 0;
}
