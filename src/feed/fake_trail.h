#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"

namespace lakemirror::feed {

/// CloudTrail's event history as the tests need it: events appear when they are delivered, pages come newest
/// first, tokens hold their place while new events arrive, and every request takes time on the virtual clock.
class FakeTrail : public aws::Client {
 public:
  struct Happening {
    Time time = {};
    Time delivered = {};
    json::object record = {};  ///< an element of Events
  };

  explicit FakeTrail(VirtualClock& clock) : clock_(clock) {}

  /// Adds an event that happened at `time` and is delivered `late` after that.
  Happening& add(const std::string& id, Time time, Milliseconds late = {},
                 const std::string& name = "CreateTable", bool read_only = false,
                 const std::string& source = "glue.amazonaws.com") {
    json::object record{{"EventId", id},
                        {"EventName", name},
                        {"EventSource", source},
                        {"ReadOnly", read_only ? "true" : "false"},
                        {"EventTime", std::chrono::floor<Seconds>(time).time_since_epoch().count()},
                        {"Username", "etl"},
                        {"CloudTrailEvent", R"({"eventID":")" + id + R"("})"}};
    return put({.time = time, .delivered = time + late, .record = std::move(record)});
  }
  /// Delivers the last event once more.
  void repeat_last() { put(Happening(happenings_.back())); }

  Result<json::object> call(api::Service, std::string_view operation, const json::object& input) override {
    ++calls;
    last_input = input;
    attributes_asked.push_back(attribute_text(input));
    clock_.advance(page_takes);
    if (before_answer) before_answer(calls);
    if (fails && fails(calls)) {
      return fail({.kind = ErrorKind::retry,
                   .operation = "cloudtrail:" + std::string(operation),
                   .code = "ThrottlingException",
                   .message = "Rate exceeded"});
    }
    return page(input);
  }
  std::string_view region() const override { return "eu-west-1"; }

  std::size_t size() const { return happenings_.size(); }

  std::size_t page_size = 50;
  Milliseconds page_takes = Milliseconds(0);
  std::function<bool(int call)> fails = {};
  std::function<void(int call)> before_answer = {};
  int calls = 0;
  json::object last_input = {};
  std::vector<std::string> attributes_asked = {};  ///< "EventSource=glue.amazonaws.com", one for each request

 private:
  static std::string attribute_text(const json::object& input) {
    const auto& attribute = input.at("LookupAttributes").as_array().at(0).as_object();
    return std::string(text_or(attribute, "AttributeKey")) + "=" +
           std::string(text_or(attribute, "AttributeValue"));
  }

  Happening& put(Happening happening) {
    // Newest first; of one instant, in the order they were added.
    const auto newest_first = 100'000'000'000'000 - happening.time.time_since_epoch().count();
    places_[std::to_string(newest_first) + "/" + std::to_string(1'000'000 + happenings_.size())] =
        happenings_.size();
    return happenings_.emplace_back(std::move(happening));
  }

  bool shown(const Happening& happening, const json::object& input) const {
    const Time start = Time(Seconds(input.at("StartTime").as_int64()));
    if (happening.delivered > clock_.now() || happening.time < start) return false;
    const auto asked = attribute_text(input);
    for (const std::string name : {"EventSource", "EventName", "ReadOnly"}) {
      if (asked.starts_with(name + "="))
        return asked == name + "=" + std::string(text_or(happening.record, name));
    }
    return false;
  }

  json::object page(const json::object& input) const {
    json::array events;
    std::string last, token;
    auto next = places_.upper_bound(std::string(text_or(input, "NextToken")));
    for (; next != places_.end(); ++next) {
      const auto& happening = happenings_[next->second];
      if (!shown(happening, input)) continue;
      if (events.size() == page_size) {
        token = last;
        break;
      }
      events.push_back(happening.record);
      last = next->first;
    }
    json::object answer{{"Events", std::move(events)}};
    if (!token.empty()) answer["NextToken"] = token;
    return answer;
  }

  std::deque<Happening> happenings_;
  std::map<std::string, std::size_t> places_;  ///< by place in the history, which is what tokens hold
  VirtualClock& clock_;
};

}  // namespace lakemirror::feed
