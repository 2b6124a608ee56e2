#include "journal/memory_journal.h"

#include <algorithm>

#include "journal/journal_errors.h"

namespace lakemirror::journal {

using model::Entry;
using model::OutcomeKind;
using model::ProcessedFlag;

namespace {

void note_other(Entry& entry, const std::string& feed, Time received_at) {
  if (feed.empty() || feed == entry.event.feed || !entry.other_feed.empty()) return;
  entry.other_feed = feed;
  entry.other_received_at = received_at;
}

}  // namespace

void MemoryJournal::note(const Entry& entry) {
  const bool open =
      entry.flag == ProcessedFlag::pending || (entry.flag == ProcessedFlag::parked && entry.next_attempt_at);
  const Place place{entry.event.event_time, entry.event.event_id};
  if (open) {
    open_.insert(place);
  } else {
    open_.erase(place);
  }
}

Result<std::vector<bool>> MemoryJournal::append(std::span<const model::Event> events, Time received_at) {
  const std::scoped_lock lock(mutex_);
  std::vector<bool> is_new(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto [place, inserted] = entries_.try_emplace(events[i].event_id);
    is_new[i] = inserted;
    if (!inserted) {
      note_other(place->second.entry, events[i].feed, received_at);
      continue;
    }
    place->second = {.entry = {.event = events[i], .received_at = received_at}, .sequence = next_sequence_++};
    note(place->second.entry);
  }
  return is_new;
}

Result<std::vector<bool>> MemoryJournal::contains(std::span<const std::string> event_ids) {
  const std::scoped_lock lock(mutex_);
  std::vector<bool> stored;
  for (const auto& id : event_ids) stored.push_back(entries_.contains(id));
  return stored;
}

Result<std::vector<Entry>> MemoryJournal::due(Time now, std::size_t limit, const Position& position) {
  const std::scoped_lock lock(mutex_);
  std::vector<Entry> due;
  for (auto place = open_.upper_bound({position.event_time, position.event_id}); place != open_.end();
       ++place) {
    if (due.size() == limit) break;
    const auto& entry = entries_.at(place->second).entry;
    if (!entry.next_attempt_at || *entry.next_attempt_at <= now) due.push_back(entry);
  }
  return due;
}

Result<std::optional<Time>> MemoryJournal::next_due(Time now) {
  const std::scoped_lock lock(mutex_);
  std::optional<Time> earliest;
  for (const auto& [time, id] : open_) {
    const auto next = entries_.at(id).entry.next_attempt_at;
    if (next && *next > now && (!earliest || *next < *earliest)) earliest = next;
  }
  return earliest;
}

Result<void> MemoryJournal::settle(std::span<const model::Outcome> outcomes, Time now) {
  const std::scoped_lock lock(mutex_);
  for (const auto& outcome : outcomes) {
    if (!entries_.contains(outcome.event_id)) return fail(no_such_entry("settle", outcome.event_id));
  }
  for (const auto& outcome : outcomes) {
    Entry& entry = entries_.at(outcome.event_id).entry;
    if (entry.flag == ProcessedFlag::processed) continue;
    entry.flag = outcome.flag();
    entry.outcome = outcome.kind;
    entry.reason = outcome.reason;
    entry.keys = outcome.keys;
    entry.attempts += 1;
    entry.next_attempt_at = entry.flag == ProcessedFlag::processed ? std::nullopt : outcome.next_attempt_at;
    entry.failed_since = entry.flag == ProcessedFlag::processed ? std::nullopt : outcome.failed_since;
    entry.missing_since = entry.flag == ProcessedFlag::processed ? std::nullopt : outcome.missing_since;
    entry.error = outcome.error;
    entry.hint = outcome.hint;
    entry.settled_at = entry.flag == ProcessedFlag::pending ? std::nullopt : std::optional(now);
    note(entry);
  }
  return {};
}

Result<std::size_t> MemoryJournal::bring_forward(Time to, std::size_t limit, const Concerns& concerns) {
  const std::scoped_lock lock(mutex_);
  std::size_t looked_at = 0, brought = 0;
  for (const auto& [time, id] : open_) {
    Entry& entry = entries_.at(id).entry;
    if (!entry.failed_since || !entry.next_attempt_at || *entry.next_attempt_at <= to) continue;
    if (looked_at++ == limit) break;
    if (!concerns(entry.keys)) continue;
    entry.next_attempt_at = to;
    ++brought;
  }
  return brought;
}

Result<std::optional<Entry>> MemoryJournal::find(std::string_view event_id) {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(std::string(event_id));
  if (found == entries_.end()) return std::nullopt;
  return found->second.entry;
}

namespace {

bool lies_in(const std::string& key, const std::string& prefix) {
  return prefix == "catalog" || key == prefix || key.starts_with(prefix + '/');
}

bool matches(const Entry& entry, const Journal::Filter& filter) {
  if (filter.flag && entry.flag != *filter.flag) return false;
  if (filter.outcome && entry.outcome != filter.outcome) return false;
  if (!filter.event_name.empty() && entry.event.event_name != filter.event_name) return false;
  if (filter.since && entry.event.event_time < *filter.since) return false;
  return filter.key_prefix.empty() ||
         std::any_of(entry.keys.begin(), entry.keys.end(),
                     [&](const std::string& key) { return lies_in(key, filter.key_prefix); });
}

}  // namespace

Result<std::vector<Entry>> MemoryJournal::list(const Filter& filter) {
  const std::scoped_lock lock(mutex_);
  std::vector<const Stored*> found;
  for (const auto& [id, stored] : entries_) {
    if (matches(stored.entry, filter)) found.push_back(&stored);
  }
  std::sort(found.begin(), found.end(), [](const Stored* a, const Stored* b) {
    return std::pair(a->entry.event.event_time, a->sequence) >
           std::pair(b->entry.event.event_time, b->sequence);
  });
  if (found.size() > filter.limit) found.resize(filter.limit);
  std::vector<Entry> entries;
  for (const auto* stored : found) {
    entries.push_back(stored->entry);
    entries.back().event.record.clear();
  }
  return entries;
}

Result<MemoryJournal::Stored*> MemoryJournal::unprocessed(std::string_view operation,
                                                          std::string_view event_id) {
  const auto found = entries_.find(std::string(event_id));
  if (found == entries_.end()) return fail(no_such_entry(operation, event_id));
  const Entry& entry = found->second.entry;
  if (entry.flag != ProcessedFlag::processed) return &found->second;
  return fail(
      processed_already(operation, event_id, to_string(entry.outcome.value_or(OutcomeKind::skipped))));
}

namespace {

void make_due(Entry& entry) {
  if (entry.flag == ProcessedFlag::parked) entry.outcome.reset();
  entry.flag = ProcessedFlag::pending;
  entry.next_attempt_at.reset();
  entry.settled_at.reset();
  entry.failed_since.reset();
  entry.missing_since.reset();
}

}  // namespace

Result<void> MemoryJournal::retry(std::string_view event_id) {
  const std::scoped_lock lock(mutex_);
  LM_TRY(Stored * stored, unprocessed("retry", event_id));
  make_due(stored->entry);
  note(stored->entry);
  return {};
}

Result<std::size_t> MemoryJournal::retry_all_parked() {
  const std::scoped_lock lock(mutex_);
  std::size_t retried = 0;
  for (auto& [id, stored] : entries_) {
    if (stored.entry.flag != ProcessedFlag::parked) continue;
    make_due(stored.entry);
    note(stored.entry);
    ++retried;
  }
  return retried;
}

Result<void> MemoryJournal::skip(std::string_view event_id, std::string_view why, Time now) {
  const std::scoped_lock lock(mutex_);
  LM_TRY(Stored * stored, unprocessed("skip", event_id));
  Entry& entry = stored->entry;
  entry.flag = ProcessedFlag::processed;
  entry.outcome = OutcomeKind::skipped;
  entry.reason = why;
  entry.next_attempt_at.reset();
  entry.failed_since.reset();
  entry.missing_since.reset();
  entry.settled_at = now;
  note(entry);
  return {};
}

namespace {

void make_oldest(std::optional<Time>& oldest, Time time) {
  if (!oldest || time < *oldest) oldest = time;
}

}  // namespace

Result<model::Counts> MemoryJournal::counts() {
  const std::scoped_lock lock(mutex_);
  model::Counts counts;
  for (const auto& [id, stored] : entries_) {
    const Entry& entry = stored.entry;
    const Time time = entry.event.event_time;
    if (!counts.newest_event || time > *counts.newest_event) counts.newest_event = time;
    if (entry.flag != ProcessedFlag::processed || entry.outcome == OutcomeKind::skipped)
      make_oldest(counts.oldest_unsettled, time);
    if (entry.flag == ProcessedFlag::pending) {
      ++counts.pending;
      if (entry.outcome) ++counts.provisional;
      make_oldest(counts.oldest_pending, time);
      continue;
    }
    ++(entry.flag == ProcessedFlag::parked ? counts.parked : counts.processed);
    if (entry.outcome) ++counts.by_outcome[*entry.outcome];
  }
  return counts;
}

Result<std::optional<std::string>> MemoryJournal::value(std::string_view name) {
  const std::scoped_lock lock(mutex_);
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

Result<void> MemoryJournal::set_value(std::string_view name, std::string_view text) {
  const std::scoped_lock lock(mutex_);
  values_.insert_or_assign(std::string(name), std::string(text));
  return {};
}

Result<bool> MemoryJournal::replace_value(std::string_view name, const std::optional<std::string>& was,
                                          std::string_view text) {
  const std::scoped_lock lock(mutex_);
  const auto found = values_.find(name);
  const auto is = found == values_.end() ? std::nullopt : std::optional(found->second);
  if (is != was) return false;
  values_.insert_or_assign(std::string(name), std::string(text));
  return true;
}

Result<void> MemoryJournal::remember_keys(std::span<const std::string> keys) {
  const std::scoped_lock lock(mutex_);
  known_keys_.insert(keys.begin(), keys.end());
  return {};
}

Result<std::vector<bool>> MemoryJournal::knows_keys(std::span<const std::string> keys) {
  const std::scoped_lock lock(mutex_);
  std::vector<bool> known;
  for (const auto& key : keys) known.push_back(known_keys_.contains(key));
  return known;
}

Result<void> MemoryJournal::forget_keys(std::span<const std::string> keys) {
  const std::scoped_lock lock(mutex_);
  for (const auto& key : keys) {
    if (key == "catalog") known_keys_.clear();
    known_keys_.erase(key);
    auto below = known_keys_.lower_bound(key + '/');
    while (below != known_keys_.end() && below->starts_with(key + '/')) below = known_keys_.erase(below);
  }
  return {};
}

Result<std::uint64_t> MemoryJournal::count_known(model::KeyKind kind, std::string_view prefix) {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::uint64_t>(
      std::count_if(known_keys_.begin(), known_keys_.end(), [&](const std::string& key) {
        // A key has one '/' for a database, three for a table, five for a partition.
        return key.starts_with(prefix) &&
               (std::count(key.begin(), key.end(), '/') + 1) / 2 == static_cast<int>(kind);
      }));
}

Result<std::size_t> MemoryJournal::prune(Time before) {
  const std::scoped_lock lock(mutex_);
  return std::erase_if(entries_, [&](const auto& item) {
    return item.second.entry.flag == ProcessedFlag::processed && item.second.entry.event.event_time < before;
  });
}

}  // namespace lakemirror::journal
