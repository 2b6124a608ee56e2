#include "pipeline/grant_book.h"

#include <algorithm>
#include <utility>

#include "permissions/grant.h"
#include "pipeline/live_policies.h"
#include "pipeline/one_ahead.h"

namespace lakemirror::pipeline {

using permissions::AtomSet;
using permissions::ResourcePool;

namespace {

/// As many as a page of a listing has: they are read while the next page is on its way.
constexpr std::size_t rows_at_once = 1'000;

/// CloudTrail has been seen over 25 minutes late: what a record says may be contradicted so long by an older
/// one.
constexpr std::chrono::hours late_at_most{1};

}  // namespace

AtomSet GrantBook::find(const Holders& holders, const Holder& holder) {
  const auto found = holders.find(holder);
  return found == holders.end() ? AtomSet() : atoms_of(holder, found->second);
}

AtomSet GrantBook::find(const std::map<Holder, Recorded>& holders, const Holder& holder) {
  const auto found = holders.find(holder);
  return found == holders.end() ? AtomSet() : atoms_of(holder, found->second.held);
}

AtomSet GrantBook::atoms_of(const Holder& holder, const permissions::Holding& holding) {
  AtomSet held;
  held.add(holder, holding);
  return held;
}

void GrantBook::add_row(json::object row, const ReadRow& read_row, ResourcePool& resources, Listed& listed) {
  const auto* whom = object_at(row, "Principal");
  std::string principal(whom == nullptr ? "" : text_or(*whom, "DataLakePrincipalIdentifier"));
  const auto grant = read_row(std::move(row));
  if (grant) {
    listed.holders[{grant->principal, resources.shared(grant->resource.subject())}].add(
        {.resource = resources.shared(grant->resource), .condition = grant->condition}, grant->words);
  } else {
    listed.unreadable.push_back(grant.error());
    listed.unreadable_principals.push_back(std::move(principal));
  }
}

Result<GrantBook::Listed> GrantBook::list_side(read::GovernanceReader& reader, const ReadRow& read_row,
                                               ResourcePool& resources, bool parallel) {
  Listed listed;
  OneAhead ahead(parallel);
  std::vector<json::object> waiting;
  const auto add_waiting = [&] {
    ahead.run([&, rows = std::exchange(waiting, {})]() mutable {
      for (auto& row : rows) add_row(std::move(row), read_row, resources, listed);
    });
  };
  LM_CHECK(reader.each_grant([&](json::object row) {
    waiting.push_back(std::move(row));
    if (waiting.size() == rows_at_once) add_waiting();
  }));
  add_waiting();
  ahead.wait();
  // Grants on cell filters are listed table by table.
  std::set<std::pair<std::string, std::string>> tables;
  LM_CHECK(reader.list_filters([&](const model::Snapshot& page) -> Result<bool> {
    for (const auto& [key, state] : page.states) tables.emplace(key.database_name(), key.table_name());
    return true;
  }));
  for (const auto& [database, table] : tables) {
    LM_TRY(auto rows, reader.grants_on_filters(database, table));
    for (auto& row : rows) add_row(std::move(row), read_row, resources, listed);
  }
  return listed;
}

Result<void> GrantBook::list(const Sides& sides, Time begun, bool sees_all_of_source) {
  ResourcePool resources;
  for (const auto& [holder, written] : written_) resources.shared(holder.subject);
  const auto read_target = [&](json::object row) {
    return permissions::read_grant(json::value(std::move(row)), sides.terms.target_account);
  };
  const auto read_source = [&](json::object row) { return sides.terms.at_target(std::move(row)); };
  LM_TRY(auto target, list_side(sides.target, read_target, resources, sides.parallel));
  LM_TRY(auto source, list_side(sides.source, read_source, resources, sides.parallel));
  // What is hidden from us is not dead.
  if (sees_all_of_source) LM_CHECK(leave_out_dead_values(sides.source, source.holders, target.holders));
  target_ = std::move(target.holders);
  for (const auto& [holder, held] : source.holders) {
    if (!source_.contains(holder)) new_at_source_.push_back(holder);
  }
  source_ = std::move(source.holders);
  lists_nothing_ = source_.empty() && source.unreadable.empty();
  unreadable_ = std::move(source.unreadable);
  unreadable_principals_.clear();
  has_rows_of_nobody_ = false;
  for (const auto& principal : source.unreadable_principals) {
    if (principal.empty()) has_rows_of_nobody_ = true;
    unreadable_principals_.insert(sides.terms.mapping.principal(principal));
  }
  sees_all_ = sees_all_of_source;
  unknown_.clear();
  std::erase_if(unsure_until_, [&](const auto& item) { return item.second <= begun; });
  begun_ = begun;
  // Listings are eventually consistent: what we wrote last is what is there.
  std::erase_if(went_, [&](const auto& item) { return item.second + read_settle_ <= begun; });
  by_object_.clear();
  for_each_holder([&](const Holder& holder, bool) { index(holder); });
  for (const auto& [object, at] : went_)
    for_each_below(object, [&](const Holder& holder) { target_.erase(holder); });
  std::erase_if(written_, [&](const auto& item) { return item.second.at + read_settle_ <= begun; });
  for (const auto& [holder, written] : written_) {
    auto& listed = target_[holder];
    index(holder);
    if (listed == written.held) continue;  // mostly; `held` is of what was touched
    const auto held =
        without(atoms_of(holder, listed), atoms_of(holder, written.touched)) | atoms_of(holder, written.held);
    listed = held.holding(holder);
  }
  lay_records_over_listing();
  return {};
}

void GrantBook::lay_records_over_listing() {
  // What a listing that may be shortened lacks, only records can say.
  const auto counts_for = sees_all_ ? read_settle_ : late_at_most;
  std::erase_if(recorded_, [&](const auto& item) { return item.second.at + counts_for <= begun_; });
  listed_.clear();
  doubtful_.clear();
  for (const auto& [holder, recorded] : recorded_) {
    listed_[holder] = std::exchange(source_[holder], recorded.held);
    // It has settled since: what is shown is granted, though what is not shown may be hidden.
    const bool is_older = recorded.at + read_settle_ <= begun_;
    if (is_older) source_[holder] = (source(holder) | listed(holder)).holding(holder);
    index(holder);
    const AtomSet missing = without(source(holder), listed(holder));
    if (!missing.empty() && is_complete_for(holder.principal)) doubtful_[holder] = missing.holding(holder);
  }
  std::erase_if(taken_, [&](const auto& item) { return item.second.at + read_settle_ <= begun_; });
  for (const auto& [holder, taken] : taken_) {
    take_away(source_, holder);
    take_away(listed_, holder);
  }
  const auto is_over = [&](const auto& item) { return item.second + counts_for <= begun_; };
  std::erase_if(source_changed_, is_over);
  std::erase_if(applied_, is_over);
  std::erase_if(records_, is_over);
}

std::vector<GrantBook::Holder> GrantBook::holders() const {
  std::vector<Holder> all;
  all.reserve(std::max(source_.size(), target_.size()));
  for_each_holder([&](const Holder& holder, bool) { all.push_back(holder); });
  return all;
}

void GrantBook::for_each_holder(const std::function<void(const Holder&, bool)>& visit) const {
  auto target = target_.begin();
  for (const auto& [holder, held] : source_) {
    for (; target != target_.end() && target->first < holder; ++target) visit(target->first, false);
    const bool is_at_both = target != target_.end() && target->first == holder;
    visit(holder, is_at_both && target->second == held && !listed_.contains(holder));
    if (is_at_both) ++target;
  }
  for (; target != target_.end(); ++target) visit(target->first, false);
}

void GrantBook::set_source(const Holder& holder, AtomSet held, const std::string& event_id, Time event_time) {
  applied_.emplace(std::pair(event_id, holder), event_time);
  index(holder);
  if (!source_.contains(holder)) new_at_source_.push_back(holder);
  const AtomSet taken = without(find(taken_, holder) | source(holder), held);
  if (taken.empty()) {
    taken_.erase(holder);
  } else {
    taken_[holder] = {.held = taken.holding(holder), .at = event_time};
  }
  source_[holder] = held.holding(holder);
  recorded_[holder] = {.held = held.holding(holder), .at = event_time};
  auto& newest = records_.try_emplace(holder, event_time).first->second;
  newest = std::max(newest, event_time);
}

void GrantBook::distrust_records(const Holder& holder) {
  if (recorded_.erase(holder) == 0) return;
  const auto listed = listed_.find(holder);
  if (listed == listed_.end()) return;
  doubtful_.erase(holder);
  source_[holder] = std::move(listed->second);
  listed_.erase(listed);
  take_away(source_, holder);
}

void GrantBook::take_away(Holders& from, const Holder& holder) const {
  if (!from.contains(holder)) return;
  const AtomSet left = without(find(from, holder), find(taken_, holder));
  from[holder] = left.holding(holder);
}

Time GrantBook::newest_record(const Holder& holder) const {
  const auto found = records_.find(holder);
  Time newest = found == records_.end() ? Time::min() : found->second;
  const auto& object = holder.subject.hangs_on();
  if (!object) return newest;
  for (model::Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent()) {
    const auto changed = source_changed_.find(at);
    if (changed != source_changed_.end()) newest = std::max(newest, changed->second);
  }
  return newest;
}

void GrantBook::source_changed(const model::Key& object, Time at) {
  if (at < begun_) return;
  for_each_below(object, [&](const Holder& holder) {
    source_.erase(holder);
    recorded_.erase(holder);
    taken_.erase(holder);
  });
  auto& newest = source_changed_.try_emplace(object, at).first->second;
  newest = std::max(newest, at);
}

void GrantBook::set_target(const Holder& holder, const AtomSet& held, Time written_at) {
  index(holder);
  const auto& is = held.holding(holder);
  auto& was = target_[holder];
  auto& written = written_[holder];
  written.touched.add(is.without(was).all_grantable());
  written.touched.add(was.without(is).all_grantable());
  written.held = common(held, atoms_of(holder, written.touched)).holding(holder);
  written.at = written_at;
  was = is;
  for (auto& [location, kept] : registered_anew_) {
    const auto found = kept.find(holder);
    if (found != kept.end()) found->second = common(find(kept, holder), held).holding(holder);
  }
}

bool GrantBook::is_on(const permissions::Resource& subject, std::string_view location) {
  if (subject.kind() != permissions::ResourceKind::data_location) return false;
  const std::string& path = subject.name();
  return path.starts_with(location) && (path.size() == location.size() || path[location.size()] == '/');
}

void GrantBook::note_registered_anew(const model::Key& location) {
  auto& kept = registered_anew_[location];
  const auto arn = location.name();
  for (const auto& [holder, held] : target_) {
    if (is_on(holder.subject, arn)) kept[holder].add(held);
  }
}

void GrantBook::index(const Holder& holder) {
  if (holder.subject.hangs_on()) by_object_.insert(holder);
}

void GrantBook::for_each_below(const model::Key& object,
                               const std::function<void(const Holder&)>& visit) const {
  for (auto at = by_object_.lower_bound(object);
       at != by_object_.end() && object.contains(*at->subject.hangs_on()); ++at)
    visit(*at);
}

void GrantBook::object_went(const model::Key& object, Time at) {
  for_each_below(object, [&](const Holder& holder) {
    target_.erase(holder);
    written_.erase(holder);
  });
  went_[object] = at;
}

}  // namespace lakemirror::pipeline
