#include "local/trail.h"

#include <algorithm>

namespace lakemirror::local {

namespace {

using Records = std::deque<Record>;

/// One past the newest record of `records` in the range.
Records::const_iterator newest(const Records& records, const Trail::Range& range) {
  return std::partition_point(records.begin(), records.end(), [&](const Record& record) {
    return record.sequence < range.before && record.event_time <= range.end;
  });
}

}  // namespace

void Trail::append(Record record, Time now) {
  record.sequence = next_++;
  // The searches below rely on it, and the machine's clock may be set back.
  record.event_time = latest_ = std::max(latest_, record.event_time);
  Records& records = record.read_only ? reads_ : changes_;
  records.push_back(std::move(record));
  const std::size_t most = &records == &reads_ ? most_reads : most_changes;
  while (records.size() > most || records.front().event_time < now - kept_for) records.pop_front();
}

std::shared_ptr<const Caller> Trail::intern(Caller caller) {
  if (callers_.size() > most_callers) callers_.clear();
  return *callers_.insert(std::make_shared<const Caller>(std::move(caller))).first;
}

void Trail::scan(const Range& range, const std::function<bool(const Record&)>& visit) const {
  const bool reads_wanted = range.read_only.value_or(true);
  const bool changes_wanted = !range.read_only.value_or(false);
  auto read = reads_wanted ? newest(reads_, range) : reads_.begin();
  auto change = changes_wanted ? newest(changes_, range) : changes_.begin();
  while (read != reads_.begin() || change != changes_.begin()) {
    const bool take_read =
        change == changes_.begin() ||
        (read != reads_.begin() && std::prev(read)->sequence > std::prev(change)->sequence);
    const Record& record = take_read ? *--read : *--change;
    if (record.event_time < range.start || !visit(record)) return;
  }
}

}  // namespace lakemirror::local
