// What people and the loop ask about many entries: lists and counts.

#include <algorithm>

#include "journal/dynamodb/dynamo_journal.h"
#include "journal/dynamodb/entry_item.h"
#include "journal/dynamodb/for_all.h"

namespace lakemirror::journal::dynamodb {

using model::Entry;
using model::OutcomeKind;
using model::ProcessedFlag;

namespace {

constexpr std::string_view tally_key = "#tally";
constexpr std::string_view newest_name = "NewestEvent";

bool lies_within(const std::string& key, const std::string& prefix) {
  return prefix == "catalog" || key == prefix || key.starts_with(prefix + '/');
}

bool is_wanted(const Entry& entry, const Journal::Filter& filter) {
  if (filter.flag && entry.flag != *filter.flag) return false;
  if (filter.outcome && entry.outcome != filter.outcome) return false;
  if (!filter.event_name.empty() && entry.event.event_name != filter.event_name) return false;
  if (filter.since && entry.event.event_time < *filter.since) return false;
  return filter.key_prefix.empty() ||
         std::any_of(entry.keys.begin(), entry.keys.end(),
                     [&](const std::string& key) { return lies_within(key, filter.key_prefix); });
}

/// By event time, then by when they were received, then by their places in that batch.
struct Ordered {
  Entry entry;
  std::int64_t place = 0;

  friend bool operator<(const Ordered& a, const Ordered& b) {
    return std::tuple(a.entry.event.event_time, a.entry.received_at, a.place) >
           std::tuple(b.entry.event.event_time, b.entry.received_at, b.place);
  }
};

Result<void> take(std::vector<Ordered>& found, const Item& item, const Journal::Filter& filter) {
  LM_TRY(auto entry, read_entry(item, WithRecord::no, nullptr));
  if (!is_wanted(entry, filter)) return {};
  found.push_back({.entry = std::move(entry), .place = number_in(item, "Place").value_or(0)});
  // However large the table is, only what may be in the answer is kept.
  if (found.size() < 2 * filter.limit + 1000) return {};
  std::sort(found.begin(), found.end());
  found.resize(filter.limit);
  return {};
}

std::vector<Entry> sorted(std::vector<Ordered> found, std::size_t limit) {
  std::sort(found.begin(), found.end());
  if (found.size() > limit) found.resize(limit);
  std::vector<Entry> entries;
  for (auto& one : found) entries.push_back(std::move(one.entry));
  return entries;
}

}  // namespace

Result<std::vector<Entry>> DynamoJournal::list(const Filter& filter) {
  // What is pending or parked is in the index; of the others only the table itself knows.
  const bool is_open = (filter.flag && *filter.flag != ProcessedFlag::processed) ||
                       filter.outcome == OutcomeKind::parked || filter.outcome == OutcomeKind::skipped;
  return is_open ? list_open(filter) : list_all(filter);
}

Result<std::vector<Entry>> DynamoJournal::list_open(const Filter& filter) {
  std::vector<std::string> keys;
  LM_CHECK(for_each_open({.newest_first = true}, [&](const Item& item) -> Result<bool> {
    const auto flag = text_in(item, "Processed_Flag").value_or("");
    if (!filter.flag || flag == flag_text(*filter.flag)) keys.push_back(text_in(item, key_name).value_or(""));
    return true;
  }));
  std::vector<Ordered> found;
  // Within one second the index does not know which came last: pages, and a second's worth of them more.
  const std::size_t page = std::max<std::size_t>(filter.limit, 100);
  for (std::size_t first = 0; first < keys.size(); first += page) {
    const auto part = std::span(keys).subspan(first, std::min(page, keys.size() - first));
    LM_TRY(const auto items, table_.get_many(part, Table::Read::consistent, entry_projection));
    for (const auto& item : items) {
      if (item) LM_CHECK(take(found, *item, filter));
    }
    if (found.size() >= filter.limit + page) break;
  }
  return sorted(std::move(found), filter.limit);
}

Result<std::vector<Entry>> DynamoJournal::list_all(const Filter& filter) {
  std::vector<Ordered> found;
  LM_CHECK(table_.scan(entry_projection, [&](const Item& item) -> Result<void> {
    if (!is_entry_key(text_in(item, key_name).value_or("#"))) return {};
    return take(found, item, filter);
  }));
  return sorted(std::move(found), filter.limit);
}

namespace {

void make_older(std::optional<Time>& oldest, Time time) {
  if (!oldest || time < *oldest) oldest = time;
}

Result<Time> event_time_of(const Item& open) {
  const auto order = text_in(open, "OpenOrder").value_or("");
  return parse_time(order.substr(0, order.find(' ')));
}

constexpr OutcomeKind counted_kinds[] = {OutcomeKind::replicated, OutcomeKind::unchanged,
                                         OutcomeKind::superseded, OutcomeKind::ignored, OutcomeKind::skipped};

}  // namespace

Result<model::Counts> DynamoJournal::counts() {
  model::Counts counts;
  LM_CHECK(for_each_open({}, [&](const Item& item) -> Result<bool> {
    LM_TRY(const Time time, event_time_of(item));
    LM_TRY(const auto flag, read_flag(item));
    make_older(counts.oldest_unsettled, time);
    if (flag == ProcessedFlag::pending) {
      ++counts.pending;
      counts.provisional += item.contains("Outcome") ? 1 : 0;
      make_older(counts.oldest_pending, time);
    } else if (flag == ProcessedFlag::parked) {
      ++counts.parked;
      ++counts.by_outcome[OutcomeKind::parked];
    }
    return true;
  }));
  LM_TRY(const auto tally, table_.get(tally_key));
  if (!tally) return counts;
  for (const auto kind : counted_kinds) {
    const auto number = number_in(*tally, to_string(kind)).value_or(0);
    if (number <= 0) continue;
    counts.by_outcome[kind] = static_cast<std::uint64_t>(number);
    counts.processed += static_cast<std::uint64_t>(number);
  }
  LM_TRY(counts.newest_event, time_in(*tally, newest_name));
  return counts;
}

Result<void> DynamoJournal::note_newest(Time event_time) {
  LM_CHECK(table_.update({.key = std::string(tally_key),
                          .expression = "SET #NewestEvent = :time",
                          .condition = "attribute_not_exists(#NewestEvent) OR #NewestEvent < :time",
                          .values = {{":time", time_value(event_time)}}}));
  return {};
}

Result<void> DynamoJournal::count_processed(const Processed& processed) {
  if (processed.empty()) return {};
  std::string adds;
  json::object values;
  for (const auto& [kind, number] : processed) {
    adds += fmt::format("{}#{} :{}", adds.empty() ? "ADD " : ", ", to_string(kind), to_string(kind));
    values[":" + std::string(to_string(kind))] = number_value(number);
  }
  LM_CHECK(table_.update({.key = std::string(tally_key), .expression = adds, .values = std::move(values)}));
  return {};
}

// Who takes an entry away takes it off the number of those that are processed, and nobody else does: others
// settle, and prune, meanwhile.
Result<std::size_t> DynamoJournal::prune(Time before) {
  std::vector<std::pair<std::string, OutcomeKind>> old;
  LM_CHECK(
      table_.scan("#EventId, #EventTime, #Processed_Flag, #Outcome", [&](const Item& item) -> Result<void> {
        const auto key = text_in(item, key_name).value_or("#");
        LM_TRY(const auto time, time_in(item, "EventTime"));
        const bool is_old =
            is_entry_key(key) && text_in(item, "Processed_Flag") == "Y" && time && *time < before;
        const auto kind = model::parse_outcome_kind(text_in(item, "Outcome").value_or(""));
        if (is_old && kind) old.emplace_back(key, *kind);
        return {};
      }));
  std::vector<char> is_gone(old.size());
  const auto done = for_all(old.size(), options_.threads, [&](std::size_t i) -> Result<void> {
    LM_TRY(const bool removed,
           table_.remove(old[i].first, "#Processed_Flag = :done", {{":done", text_value("Y")}}));
    is_gone[i] = removed ? 1 : 0;
    return {};
  });
  seen_.clear();
  Processed gone;
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (is_gone[i] != 0) --gone[old[i].second];
  }
  LM_CHECK(count_processed(gone));
  if (!done) return fail(done.error());
  return static_cast<std::size_t>(std::count(is_gone.begin(), is_gone.end(), 1));
}

}  // namespace lakemirror::journal::dynamodb
