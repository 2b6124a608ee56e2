// The lower half of LookupFeed: asking for pages and storing what they hold.

#include "api/api.h"
#include "feed/lookup_feed.h"
#include "feed/lookup_record.h"

namespace lakemirror::feed {

namespace {

// A deep pass of many pages takes minutes. So that new events need not wait for its end, it looks at the
// newest pages again every so many pages, and at no more than a few of them.
constexpr std::size_t look_again_every = 20;
constexpr std::size_t look_again_pages = 3;

Error not_understood(std::string message) {
  return {.kind = ErrorKind::invalid,
          .operation = "cloudtrail:LookupEvents",
          .message = std::move(message),
          .hint = "check what answers at the source's CloudTrail endpoint"};
}

}  // namespace

std::vector<LookupFeed::Attribute> LookupFeed::attributes(LookupBy by) const {
  std::vector<Attribute> attributes;
  switch (by) {
    case LookupBy::read_only:
      return {{"ReadOnly", "false"}};
    case LookupBy::name:
      for (const auto& name : settings_.event_names) attributes.push_back({"EventName", name});
      return attributes;
    case LookupBy::automatic:
    case LookupBy::source:
      for (const auto& source : settings_.event_sources) attributes.push_back({"EventSource", source});
      return attributes;
  }
  return attributes;
}

/// Reads the pages of every attribute. `page_limit` holds for each of them in a shallow pass, and for all
/// together in a deep one.
Result<LookupFeed::End> LookupFeed::sweep_all(LookupBy by, Depth depth, std::size_t page_limit, Run& run) {
  const std::size_t before = run.pass.pages;
  for (const auto& attribute : attributes(by)) {
    const std::size_t used = depth == Depth::deep ? run.pass.pages - before : 0;
    if (used >= page_limit) return End::page_limit;
    LM_TRY(const End end, sweep(attribute, depth, page_limit - used, run));
    if (end == End::cut_short || (depth == Depth::deep && end == End::page_limit)) return end;
  }
  return End::last_page;
}

/// Reads the pages of one attribute, newest first, until there are no more; in a shallow pass, until a page
/// holds something of interest and nothing new.
Result<LookupFeed::End> LookupFeed::sweep(const Attribute& attribute, Depth depth, std::size_t page_limit,
                                          Run& run) {
  std::string token;
  std::size_t stored_last = 0;
  for (std::size_t page = 1; page <= page_limit; ++page) {
    if (run.stop.stop_requested()) return End::cut_short;
    const auto answer = ask(attribute, token, run);
    if (!answer) {
      run.pass.error = answer.error();
      run.pass.error->subject = attribute.key + "=" + attribute.value;
      return End::cut_short;
    }
    ++run.pass.pages;
    LM_TRY(const Page held, store(*answer, run));
    stored_last = held.stored;
    if (run.on_page) run.on_page(run.pass);
    if (depth == Depth::shallow && held.kept > 0 && held.stored == 0) return End::all_known;
    const std::string_view next = text_or(*answer, "NextToken");
    if (next.empty()) return End::last_page;
    token = next;
    if (depth == Depth::deep && page % look_again_every == 0) {
      LM_TRY(const End end, sweep(attribute, Depth::shallow, look_again_pages, run));
      if (end == End::cut_short) return end;
    }
  }
  if (stored_last > 0) run.gave_up_among_new = true;
  return End::page_limit;
}

Result<json::object> LookupFeed::ask(const Attribute& attribute, const std::string& token, const Run& run) {
  json::object input;
  input["LookupAttributes"] =
      json::array{json::object{{"AttributeKey", attribute.key}, {"AttributeValue", attribute.value}}};
  // No EndTime: an event from a clock ahead of ours is wanted too.
  input["StartTime"] = std::chrono::floor<Seconds>(run.pass.window_start).time_since_epoch().count();
  input["MaxResults"] = 50;
  if (!token.empty()) input["NextToken"] = token;
  LM_TRY(json::object answer, source_.call(api::Service::cloudtrail, "LookupEvents", input));
  const auto* events = answer.if_contains("Events");
  if (events == nullptr || !events->is_array())
    return fail(not_understood("the answer has no list of Events"));
  if (!token.empty() && text_or(answer, "NextToken") == token)
    return fail(not_understood("the same page came again"));
  return answer;
}

Result<LookupFeed::Page> LookupFeed::store(const json::object& answer, Run& run) {
  const Time now = clock_.now();
  std::vector<model::Event> events;
  if (const auto* records = array_at(answer, "Events")) {
    for (const auto& record : *records) {
      auto read = read_lookup_record(record, settings_, now);
      ++run.pass.seen;
      if (!read.keep) {
        ++run.pass.dropped;
        continue;
      }
      ++run.by_name[read.event.event_name];
      events.push_back(std::move(read.event));
    }
  }
  Page page{.kept = events.size()};
  if (events.empty()) return page;
  LM_TRY(const auto is_new, intake_.append(events, now));
  std::size_t violations = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_new[i]) continue;
    ++page.stored;
    const auto late = std::max(now - events[i].event_time, Milliseconds(0));
    run.pass.lateness_max = std::max(run.pass.lateness_max.value_or(late), late);
    if (run.expected_until && events[i].event_time <= *run.expected_until) ++violations;
  }
  run.pass.stored += page.stored;
  run.pass.violations += violations;
  LM_CHECK(add_violations(intake_, violations));
  return page;
}

}  // namespace lakemirror::feed
