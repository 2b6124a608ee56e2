#include "simulate/crashing_journal.h"

namespace lakemirror::simulate {

using model::Entry;

Result<std::vector<bool>> CrashingJournal::append(std::span<const model::Event> events, Time received_at) {
  return pass([&] {
    auto stored = inner_.append(events, received_at);
    if (stored) {
      for (const auto& event : events) ears_.stored(event);
    }
    return stored;
  });
}
Result<std::vector<bool>> CrashingJournal::contains(std::span<const std::string> event_ids) {
  return pass([&] { return inner_.contains(event_ids); });
}
Result<std::vector<Entry>> CrashingJournal::due(Time now, std::size_t limit, const Position& position) {
  return pass([&] {
    auto due = inner_.due(now, limit, position);
    if (due) ears_.handed_out(*due);
    return due;
  });
}
Result<std::size_t> CrashingJournal::bring_forward(Time to, std::size_t limit, const Concerns& concerns) {
  return pass([&] { return inner_.bring_forward(to, limit, concerns); });
}
Result<std::optional<Time>> CrashingJournal::next_due(Time now) {
  return pass([&] { return inner_.next_due(now); });
}
Result<void> CrashingJournal::settle(std::span<const model::Outcome> outcomes, Time now) {
  return pass([&] {
    auto done = inner_.settle(outcomes, now);
    if (done) ears_.settled(outcomes);
    return done;
  });
}
Result<std::optional<Entry>> CrashingJournal::find(std::string_view event_id) {
  return pass([&] { return inner_.find(event_id); });
}
Result<std::vector<Entry>> CrashingJournal::list(const Filter& filter) {
  return pass([&] { return inner_.list(filter); });
}
Result<void> CrashingJournal::retry(std::string_view event_id) {
  return pass([&] { return inner_.retry(event_id); });
}
Result<std::size_t> CrashingJournal::retry_all_parked() {
  return pass([&] { return inner_.retry_all_parked(); });
}
Result<void> CrashingJournal::skip(std::string_view event_id, std::string_view why, Time now) {
  return pass([&] { return inner_.skip(event_id, why, now); });
}
Result<model::Counts> CrashingJournal::counts() {
  return pass([&] { return inner_.counts(); });
}
Result<std::optional<std::string>> CrashingJournal::value(std::string_view name) {
  return pass([&] { return inner_.value(name); });
}
Result<void> CrashingJournal::set_value(std::string_view name, std::string_view text) {
  return pass([&] { return inner_.set_value(name, text); });
}
Result<bool> CrashingJournal::replace_value(std::string_view name, const std::optional<std::string>& was,
                                            std::string_view text) {
  return pass([&] { return inner_.replace_value(name, was, text); });
}
Result<void> CrashingJournal::remember_keys(std::span<const std::string> keys) {
  return pass([&] { return inner_.remember_keys(keys); });
}
Result<std::vector<bool>> CrashingJournal::knows_keys(std::span<const std::string> keys) {
  return pass([&] { return inner_.knows_keys(keys); });
}
Result<void> CrashingJournal::forget_keys(std::span<const std::string> keys) {
  return pass([&] { return inner_.forget_keys(keys); });
}
Result<std::uint64_t> CrashingJournal::count_known(model::KeyKind kind, std::string_view prefix) {
  return pass([&] { return inner_.count_known(kind, prefix); });
}
Result<std::size_t> CrashingJournal::prune(Time before) {
  return pass([&] { return inner_.prune(before); });
}

}  // namespace lakemirror::simulate
