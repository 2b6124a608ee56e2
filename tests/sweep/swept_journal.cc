#include "sweep/swept_journal.h"

#include <algorithm>

namespace lakemirror::sweep {

using model::Entry;

/// As SqliteJournal says it (journal/sqlite_session.cc).
Error SweptJournal::trouble(Mishap mishap, std::string_view name) {
  const bool full = mishap == Mishap::disk_full;
  return {.kind = ErrorKind::retry,
          .operation = "journal " + std::string(name),
          .subject = "journal.db",
          .code = full ? "SQLite 13" : "SQLite 778",
          .message = full ? "database or disk is full" : "disk I/O error",
          .hint = "look at the disk"};
}

Result<std::vector<bool>> SweptJournal::append(std::span<const model::Event> events, Time received_at) {
  return write("append", [&] {
    auto done = inner_.append(events, received_at);
    if (done && stored_) std::ranges::for_each(events, stored_);
    return done;
  });
}
Result<std::vector<bool>> SweptJournal::contains(std::span<const std::string> event_ids) {
  return read([&] { return inner_.contains(event_ids); });
}
Result<std::vector<Entry>> SweptJournal::due(Time now, std::size_t limit, const Position& position) {
  return read([&] { return inner_.due(now, limit, position); });
}
Result<std::size_t> SweptJournal::bring_forward(Time to, std::size_t limit, const Concerns& concerns) {
  return write("bring_forward", [&] { return inner_.bring_forward(to, limit, concerns); });
}
Result<std::optional<Time>> SweptJournal::next_due(Time now) {
  return read([&] { return inner_.next_due(now); });
}
Result<void> SweptJournal::settle(std::span<const model::Outcome> outcomes, Time now) {
  return write("settle", [&] { return inner_.settle(outcomes, now); });
}
Result<std::optional<Entry>> SweptJournal::find(std::string_view event_id) {
  return read([&] { return inner_.find(event_id); });
}
Result<std::vector<Entry>> SweptJournal::list(const Filter& filter) {
  return read([&] { return inner_.list(filter); });
}
Result<void> SweptJournal::retry(std::string_view event_id) {
  return write("retry", [&] { return inner_.retry(event_id); });
}
Result<std::size_t> SweptJournal::retry_all_parked() {
  return write("retry_all_parked", [&] { return inner_.retry_all_parked(); });
}
Result<void> SweptJournal::skip(std::string_view event_id, std::string_view why, Time now) {
  return write("skip", [&] { return inner_.skip(event_id, why, now); });
}
Result<model::Counts> SweptJournal::counts() {
  return read([&] { return inner_.counts(); });
}
Result<std::optional<std::string>> SweptJournal::value(std::string_view name) {
  return read([&] { return inner_.value(name); });
}
Result<void> SweptJournal::set_value(std::string_view name, std::string_view text) {
  return write("set_value", [&] { return inner_.set_value(name, text); });
}
Result<bool> SweptJournal::replace_value(std::string_view name, const std::optional<std::string>& was,
                                         std::string_view text) {
  return write("replace_value", [&] { return inner_.replace_value(name, was, text); });
}
Result<void> SweptJournal::remember_keys(std::span<const std::string> keys) {
  return write("remember_keys", [&] { return inner_.remember_keys(keys); });
}
Result<std::vector<bool>> SweptJournal::knows_keys(std::span<const std::string> keys) {
  return read([&] { return inner_.knows_keys(keys); });
}
Result<void> SweptJournal::forget_keys(std::span<const std::string> keys) {
  return write("forget_keys", [&] { return inner_.forget_keys(keys); });
}
Result<std::uint64_t> SweptJournal::count_known(model::KeyKind kind, std::string_view prefix) {
  return read([&] { return inner_.count_known(kind, prefix); });
}
Result<std::size_t> SweptJournal::prune(Time before) {
  return write("prune", [&] { return inner_.prune(before); });
}

}  // namespace lakemirror::sweep
