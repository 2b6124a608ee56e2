#include "pipeline/unsettled_records.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace lakemirror::pipeline {

namespace {

using Record = GovernanceScopes::Record;
using Times = std::map<model::Key, Time>;

void raise(Time& newest, Time at) { newest = std::max(newest, at); }

void raise_all(Times& times, const std::map<model::Key, GovernanceScopes::SubtreeNode>& nodes) {
  for (const auto& [key, node] : nodes)
    raise(times.try_emplace(key, node.event_time).first->second, node.event_time);
}

Time time_of(const Times& times, const model::Key& key) {
  const auto found = times.find(key);
  return found == times.end() ? Time::min() : found->second;
}

/// One record may name a holder more than once, and then does so each time it is read.
void add_other_events(std::vector<Record>& to, const std::vector<Record>& from) {
  std::set<std::string_view> there;
  for (const auto& record : to) there.insert(record.event_id);
  std::vector<Record> others;
  for (const auto& record : from) {
    if (!there.contains(record.event_id)) others.push_back(record);
  }
  to.insert(to.end(), others.begin(), others.end());
}

}  // namespace

void UnsettledRecords::join(GovernanceScopes& scopes) {
  const auto is_seen = [&](const Record& record) { return record.event_time + read_settle_ <= listed_; };
  for (auto& [holder, node] : scopes.holders) {
    auto& known = records_[holder];
    add_other_events(node.records, known);
    std::stable_sort(node.records.begin(), node.records.end(),
                     [](const auto& a, const auto& b) { return a.event_time < b.event_time; });
    known = node.records;
    std::erase_if(known, is_seen);
    for (const auto& record : known) raise(node.newest, record.event_time);
  }
  raise_all(subtrees_, scopes.subtrees);
  raise_all(policies_, scopes.policies);
  const auto all = scopes.all.find(model::KeyKind::grants);
  if (all != scopes.all.end()) raise(all_, all->second.event_time);
}

const std::vector<Record>& UnsettledRecords::of(const Holder& holder) const {
  static const std::vector<Record> none;
  const auto found = records_.find(holder);
  return found == records_.end() ? none : found->second;
}

Time UnsettledRecords::newest_unnamed(const Holder& holder) const {
  Time newest = all_;
  for (const auto& pair : holder.subject.expression().pairs())
    raise(newest, time_of(policies_, model::Key::tag(pair.key)));
  const auto& object = holder.subject.hangs_on();
  if (!object) return newest;
  for (model::Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent())
    raise(newest, time_of(subtrees_, at));
  return newest;
}

void UnsettledRecords::listed(Time begun) {
  listed_ = begun;
  const auto is_seen = [&](Time at) { return at + read_settle_ <= begun; };
  for (auto& [holder, records] : records_)
    std::erase_if(records, [&](const auto& record) { return is_seen(record.event_time); });
  std::erase_if(records_, [](const auto& item) { return item.second.empty(); });
  if (is_seen(all_)) all_ = Time::min();
  for (auto* times : {&subtrees_, &policies_})
    std::erase_if(*times, [&](const auto& item) { return is_seen(item.second); });
}

}  // namespace lakemirror::pipeline
