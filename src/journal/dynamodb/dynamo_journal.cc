#include "journal/dynamodb/dynamo_journal.h"

#include <algorithm>

#include "journal/dynamodb/dynamo_lease.h"
#include "journal/dynamodb/entry_item.h"
#include "journal/dynamodb/for_all.h"
#include "journal/journal_errors.h"

namespace lakemirror::journal::dynamodb {

using model::Entry;
using model::ProcessedFlag;

namespace {

constexpr std::size_t most_seen =
    100'000;  ///< ids in memory: about 10 MB, ten windows of an hour of one a second
constexpr std::size_t first_page_of_due = 64;

std::string seen_text(const std::string& feed, const std::string& id) { return feed + " " + id; }

}  // namespace

DynamoJournal::DynamoJournal(std::shared_ptr<aws::Client> client, Options options)
    : client_(std::move(client)),
      options_(std::move(options)),
      table_(*client_, options_.table, options_.clock, options_.random),
      settlement_(table_, options_.retention, options_.threads),
      known_(table_),
      seen_(most_seen) {}

// An id that is not in the answer may be stored all the same, for the read is the cheap kind: then the write
// is refused, and nothing is lost.
Result<std::vector<std::optional<DynamoJournal::Stored>>> DynamoJournal::stored(
    std::span<const model::Event> events) {
  std::vector<std::optional<Stored>> found(events.size());
  std::vector<std::string> keys;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (seen_.contains(seen_text(events[i].feed, events[i].event_id))) {
      found[i] = Stored{.feed = events[i].feed};
      continue;
    }
    keys.push_back(entry_key(events[i].event_id));
    places.push_back(i);
  }
  LM_TRY(const auto items, table_.get_many(keys, Table::Read::eventual, "#EventId, #Feed, #OtherFeed"));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i]) continue;
    found[places[i]] = Stored{.feed = text_in(*items[i], "Feed").value_or(""),
                              .other_feed = text_in(*items[i], "OtherFeed").value_or("")};
  }
  return found;
}

Result<bool> DynamoJournal::insert(const model::Event& event, Time received_at, std::size_t place) {
  LM_TRY(const auto item, new_entry_item(event, received_at, place, options_.overflow.get(), options_.table));
  fresh_.add(open_order(event.event_time, event.event_id), entry_key(event.event_id), options_.clock.now());
  return table_.put(item, "attribute_not_exists(#EventId)");
}

Result<void> DynamoJournal::note_other_feed(const model::Event& event, const Stored& stored,
                                            Time received_at) {
  if (event.feed.empty() || stored.feed == event.feed || !stored.other_feed.empty()) return {};
  LM_CHECK(table_.update({.key = entry_key(event.event_id),
                          .expression = "SET #OtherFeed = :feed, #OtherReceivedAt = :at",
                          .condition = "attribute_exists(#EventId) AND attribute_not_exists(#OtherFeed)",
                          .values = {{":feed", text_value(event.feed)}, {":at", time_value(received_at)}}}));
  return {};
}

Result<std::vector<bool>> DynamoJournal::append(std::span<const model::Event> events, Time received_at) {
  LM_TRY(const auto known, stored(events));
  std::vector<char> is_new(events.size());  // written from several threads, as a vector of bool cannot be
  std::unordered_map<std::string_view, std::size_t> first;
  std::vector<std::size_t> work;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool is_first = first.emplace(events[i].event_id, i).second;
    if (is_first && !seen_.contains(seen_text(events[i].feed, events[i].event_id))) work.push_back(i);
  }
  const auto done = for_all(work.size(), options_.threads, [&](std::size_t n) -> Result<void> {
    const std::size_t i = work[n];
    const auto& event = events[i];
    if (known[i]) {
      LM_CHECK(note_other_feed(event, *known[i], received_at));
    } else {
      LM_TRY(const bool inserted, insert(event, received_at, i));
      is_new[i] = inserted ? 1 : 0;
      // Somebody else was quicker, and which feed that was is not known here: the next reading of it tells.
      if (!inserted) return {};
    }
    seen_.add(seen_text(event.feed, event.event_id));
    return {};
  });
  std::optional<Time> newest;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (is_new[i] != 0) newest = std::max(newest.value_or(Time::min()), events[i].event_time);
  }
  if (newest) LM_CHECK(note_newest(*newest));
  if (!done) return fail(done.error());
  return std::vector<bool>(is_new.begin(), is_new.end());
}

Result<std::vector<bool>> DynamoJournal::contains(std::span<const std::string> event_ids) {
  std::vector<std::string> keys;
  for (const auto& id : event_ids) {
    if (!id.empty()) keys.push_back(entry_key(id));
  }
  LM_TRY(const auto items, table_.get_many(keys, Table::Read::consistent, "#EventId"));
  std::vector<bool> found;
  std::size_t at = 0;
  for (const auto& id : event_ids) found.push_back(!id.empty() && items[at++].has_value());
  return found;
}

void DynamoJournal::expect(std::span<const Arrival> arrivals) {
  for (const auto& [id, event_time] : arrivals)
    fresh_.add(open_order(event_time, id), entry_key(id), options_.clock.now());
}

Result<void> DynamoJournal::for_each_open(const Table::OpenQuery& query, const OnOpen& on_item) {
  json::object from;
  Table::OpenQuery next = query;
  do {
    LM_TRY(const auto page, table_.query_open(next, from));
    for (const auto& item : page.items) {
      LM_TRY(const bool more, on_item(item));
      if (!more) return {};
    }
    from = page.next;
    next.limit *= 2;
  } while (!from.empty());
  return {};
}

namespace {

bool is_skipped(const Item& item) { return text_in(item, "Processed_Flag") == "Y"; }

/// Whether an item, of the index or of the table, says that its entry is due.
Result<bool> is_due(const Item& item, Time now) {
  const auto flag = text_in(item, "Processed_Flag");
  LM_TRY(const auto next, time_in(item, "NextAttemptAt"));
  if (flag == "N") return !next || *next <= now;
  return flag == "F" && next && *next <= now;
}

}  // namespace

// The index may lag behind: it only says what to look at, and entries are given as they are in the table.
Result<std::vector<Entry>> DynamoJournal::due(Time now, std::size_t limit, const Position& position) {
  std::vector<Entry> due;
  std::string after;
  if (position.event_time != Time::min() || !position.event_id.empty())
    after = open_order(position.event_time, position.event_id);
  bool more = limit > 0;
  while (more && due.empty()) {
    std::map<std::string, std::string> candidates;  // by order
    more = false;
    LM_CHECK(for_each_open({.after = after, .limit = std::max(first_page_of_due, limit)},
                           [&](const Item& item) -> Result<bool> {
                             LM_TRY(const bool looks_due, is_due(item, now));
                             const auto order = text_in(item, "OpenOrder").value_or("");
                             if (looks_due) candidates.emplace(order, text_in(item, key_name).value_or(""));
                             more = candidates.size() == limit;
                             return !more;
                           }));
    // What is too new for the index has its place among the others.
    const bool is_cut = more;
    auto fresh = fresh_.after(after, limit, options_.clock.now());
    more = more || fresh.size() == limit;  // there may be newer ones, though none of these may be due
    for (auto& [order, key] : fresh) {
      if (is_cut && order > candidates.rbegin()->first) break;
      candidates.emplace(std::move(order), std::move(key));
    }
    while (candidates.size() > limit) {
      candidates.erase(std::prev(candidates.end()));
      more = true;
    }
    std::vector<std::string> keys, orders;
    for (auto& [order, key] : candidates) {
      orders.push_back(order);
      keys.push_back(key);
    }
    LM_TRY(const auto items, table_.get_many(keys, Table::Read::consistent));
    for (std::size_t i = 0; i < items.size(); ++i) {
      after = orders[i];
      const bool is_open = items[i] && text_in(*items[i], "Processed_Flag") != "Y";
      if (!is_open) fresh_.remove(orders[i]);
      if (!is_open) continue;
      LM_TRY(const bool really_due, is_due(*items[i], now));
      if (!really_due) continue;
      LM_TRY(auto entry, read_entry(*items[i], WithRecord::yes, options_.overflow.get()));
      due.push_back(std::move(entry));
    }
  }
  return due;
}

Result<std::optional<Time>> DynamoJournal::next_due(Time now) {
  std::optional<Time> earliest;
  LM_CHECK(for_each_open({}, [&](const Item& item) -> Result<bool> {
    LM_TRY(const auto next, time_in(item, "NextAttemptAt"));
    if (!is_skipped(item) && next && *next > now && (!earliest || *next < *earliest)) earliest = next;
    return true;
  }));
  return earliest;
}

Result<void> DynamoJournal::settle(std::span<const model::Outcome> outcomes, Time now) {
  std::vector<std::string> keys;
  for (const auto& outcome : outcomes) keys.push_back(entry_key(outcome.event_id));
  LM_TRY(const auto items,
         table_.get_many(keys, Table::Read::consistent, "#EventId, #Processed_Flag, #Attempts"));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i]) return fail(no_such_entry("settle", outcomes[i].event_id));
  }
  std::vector<Decision> decisions;
  std::map<std::string_view, std::int64_t> before;  // earlier ones of this batch for the same entry
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (text_in(*items[i], "Processed_Flag") == "Y") continue;
    const auto attempts = number_in(*items[i], "Attempts").value_or(0) + before[outcomes[i].event_id]++;
    decisions.push_back({.outcome = outcomes[i], .attempts = attempts, .now = now});
  }
  if (decisions.empty()) return {};
  auto processed = lease_ == nullptr ? settlement_.apply(decisions) : lease_->commit(decisions);
  if (!processed) return fail(processed.error());
  return count_processed(*processed);
}

Result<std::size_t> DynamoJournal::bring_forward(Time to, std::size_t limit, const Concerns& concerns) {
  std::vector<std::string> keys;
  LM_CHECK(for_each_open({}, [&](const Item& item) -> Result<bool> {
    LM_TRY(const auto next, time_in(item, "NextAttemptAt"));
    const bool waits = !is_skipped(item) && item.contains("FailedSince") && next && *next > to;
    if (waits) keys.push_back(text_in(item, key_name).value_or(""));
    return keys.size() < limit;
  }));
  if (keys.empty()) return 0;
  LM_TRY(const auto items, table_.get_many(keys, Table::Read::consistent, "#EventId, #Keys"));
  std::size_t brought = 0;
  for (const auto& item : items) {
    if (!item) continue;
    LM_TRY(const auto touched, read_keys(*item));
    if (!concerns(touched)) continue;
    // Whoever settled or retried it meanwhile knows better.
    LM_TRY(const auto updated,
           table_.update({.key = text_in(*item, key_name).value_or(""),
                          .expression = "SET #NextAttemptAt = :to",
                          .condition = "#Processed_Flag <> :done AND #NextAttemptAt > :to",
                          .values = {{":to", time_value(to)}, {":done", text_value("Y")}}}));
    brought += updated ? 1 : 0;
  }
  return brought;
}

Result<std::optional<Entry>> DynamoJournal::find(std::string_view event_id) {
  LM_TRY(const auto item, table_.get(entry_key(event_id)));
  if (!item) return std::nullopt;
  LM_TRY(auto entry, read_entry(*item, WithRecord::yes, options_.overflow.get()));
  return entry;
}

}  // namespace lakemirror::journal::dynamodb
