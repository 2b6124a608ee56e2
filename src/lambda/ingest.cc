#include "lambda/ingest.h"

#include <span>

#include "base/log.h"
#include "feed/cursor.h"
#include "feed/eventbridge_record.h"
#include "lambda/event_shapes.h"
#include "model/event.h"

namespace lakemirror::lambda {

namespace {

/// One write of the journal. A stop is looked for between two, and one record that cannot be stored makes so
/// many be stored one by one.
constexpr std::size_t messages_per_write = 100;

/// A message with the event that was read from it.
struct Delivered {
  const Message* message = nullptr;
  model::Event event = {};
  bool is_of_cloudtrail = false;
};

/// The events of one batch, on their way into the journal.
class Ingest {
 public:
  Ingest(const Work& work, feed::Intake& intake, const feed::LookupSettings& settings)
      : work_(work), intake_(intake), settings_(settings) {}

  Result<json::value> run();

 private:
  std::vector<Delivered> read(const std::vector<Message>& messages);
  void store(std::span<Delivered> some);
  Result<void> append(std::span<Delivered> some);
  Result<void> note_violations(std::span<const Delivered> some, const std::vector<bool>& is_new);
  void give_back(std::span<const Delivered> some, const std::string& why);
  Result<json::value> answer(bool is_batch) const;

  const Work& work_;
  feed::Intake& intake_;
  const feed::LookupSettings& settings_;
  std::size_t stored_ = 0, known_ = 0, dropped_ = 0, malformed_ = 0;
  std::vector<std::string> failed_;
  std::string first_failure_;
  bool journal_is_away_ = false;
};

std::vector<Delivered> Ingest::read(const std::vector<Message>& messages) {
  const Time now = work_.clock.now();
  std::vector<Delivered> delivered;
  for (const auto& message : messages) {
    auto record = feed::read_eventbridge_record(message.body, settings_, now);
    if (!record.keep) {
      ++dropped_;
      continue;
    }
    if (record.event.event_id.starts_with("malformed:")) {
      ++malformed_;
      log::write(log::Level::warn, "message cannot be read",
                 {{"event_id", record.event.event_id}, {"message_id", message.id}});
    }
    delivered.push_back({&message, std::move(record.event), record.is_of_cloudtrail});
  }
  return delivered;
}

void Ingest::give_back(std::span<const Delivered> some, const std::string& why) {
  if (first_failure_.empty()) first_failure_ = why;
  for (const auto& one : some) failed_.push_back(one.message->id);
}

void Ingest::store(std::span<Delivered> some) {
  if (journal_is_away_ || work_.stop.stop_requested())
    return give_back(some, "not reached before the end of the invocation");
  const Result<void> appended = append(some);
  if (appended) return;
  // What is busy or cannot be reached now will not be for the next message either; anything else may be about
  // one record alone, which must not hold up the others.
  journal_is_away_ = appended.error().kind == ErrorKind::retry;
  if (some.size() == 1 || journal_is_away_) return give_back(some, appended.error().text());
  for (std::size_t i = 0; i < some.size(); ++i) store(some.subspan(i, 1));
}

Result<void> Ingest::append(std::span<Delivered> some) {
  const Time now = work_.clock.now();
  std::vector<model::Event> events;
  events.reserve(some.size());
  for (const auto& one : some) events.push_back(one.event);
  LM_TRY(const std::vector<bool> is_new, intake_.append(events, now));
  for (std::size_t i = 0; i < some.size(); ++i) {
    ++(is_new[i] ? stored_ : known_);
    // Also of one that was there: a queue delivers an event once as a rule, and this is how late it was.
    work_.figures.add_lateness(feed::eventbridge_feed, now - some[i].event.event_time);
  }
  return note_violations(some, is_new);
}

/// As LookupEvents does it: an event that is new and older than what was taken for complete came too late.
Result<void> Ingest::note_violations(std::span<const Delivered> some, const std::vector<bool>& is_new) {
  const Time now = work_.clock.now();
  std::vector<Time> late;
  for (std::size_t i = 0; i < some.size(); ++i) {
    const Time at = some[i].event.event_time;
    if (is_new[i] && some[i].is_of_cloudtrail && at <= now - settings_.trail_settle) late.push_back(at);
  }
  if (late.empty()) return {};
  LM_TRY(const feed::Cursor cursor, feed::load_cursor(intake_));
  if (!cursor.deep_began) return {};
  const Time complete_until = *cursor.deep_began - settings_.trail_settle;
  const auto count = std::count_if(late.begin(), late.end(), [&](Time at) { return at <= complete_until; });
  return feed::add_violations(intake_, static_cast<std::uint64_t>(count));
}

Result<json::value> Ingest::answer(bool is_batch) const {
  if (!failed_.empty())
    log::warn("{} messages are given back to the queue: {}", failed_.size(), first_failure_);
  const bool has_anonymous = std::find(failed_.begin(), failed_.end(), "") != failed_.end();
  if (has_anonymous) {
    return fail({.kind = ErrorKind::retry,
                 .operation = "store events",
                 .code = "NotStored",
                 .message = "a message without an id was not stored: " + first_failure_});
  }
  if (is_batch) return json::value(batch_failures(failed_));
  return json::value(json::object{{"stored", stored_}, {"known", known_}, {"dropped", dropped_}});
}

Result<json::value> Ingest::run() {
  LM_TRY(const std::vector<Message> messages, read_messages(work_.invocation.payload));
  const bool is_batch = messages.empty() || messages.size() > 1 || !messages.front().id.empty();
  std::vector<Delivered> delivered = read(messages);
  for (std::size_t from = 0; from < delivered.size(); from += messages_per_write)
    store(std::span(delivered).subspan(from, std::min(messages_per_write, delivered.size() - from)));
  log::write(log::Level::info, "ingested",
             {{"messages", messages.size()},
              {"stored", stored_},
              {"known", known_},
              {"dropped", dropped_},
              {"malformed", malformed_},
              {"failed", failed_.size()}});
  Figures& figures = work_.figures;
  figures.set("Messages", static_cast<double>(messages.size()));
  figures.set("StoredEvents", static_cast<double>(stored_));
  figures.set("MalformedMessages", static_cast<double>(malformed_));
  figures.set("FailedMessages", static_cast<double>(failed_.size()));
  return answer(is_batch);
}

}  // namespace

Result<json::value> ingest(const Work& work, feed::Intake& intake, const feed::LookupSettings& settings) {
  return Ingest(work, intake, settings).run();
}

}  // namespace lakemirror::lambda
