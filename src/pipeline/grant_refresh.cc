#include "pipeline/grant_refresh.h"

#include <algorithm>
#include <array>
#include <utility>

#include "permissions/judgement.h"
#include "permissions/over_permission.h"
#include "pipeline/one_ahead.h"

namespace lakemirror::pipeline {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::ResultKind;
using permissions::AtomSet;
using permissions::PermissionCall;
using permissions::RecordedRequest;

namespace {

Key key_of(const AtomSet::Holder& holder) { return Key::grants(holder.principal, holder.subject.text()); }

AtomSet without(const AtomSet& held, const AtomSet& lost) {
  return AtomSet(permissions::difference(held, lost));
}

AtomSet common(const AtomSet& a, const AtomSet& b) { return without(a, without(a, b)); }

bool only_revokes(const GovernanceScopes::HolderNode& node) {
  return std::all_of(node.records.begin(), node.records.end(), [](const auto& record) {
    return record.request.action == RecordedRequest::Action::revoke;
  });
}

/// A plan holds a request for each of its holders, of about a kilobyte; batches of 20 are filled well by
/// this.
constexpr std::size_t holders_per_plan = 1'000;

/// CloudTrail's eventTime is cut to it: what happened may have done so up to that much later.
constexpr Milliseconds event_time_resolution = Seconds(1);

bool is_done(const ChangeResult& result) {
  return result.kind != ResultKind::failed && result.kind != ResultKind::deferred;
}

}  // namespace

bool GrantRefresh::is_listed_after(Time event_time) const {
  // The time of a comparison is our own, and exact.
  const auto resolution = tools_.catalog.remove_target_only ? Milliseconds(0) : event_time_resolution;
  return tools_.book.begun() >= event_time + resolution;
}

Look GrantRefresh::later() const {
  const auto& book = tools_.book;
  const auto next = book.has_begun() ? book.begun() + tools_.listing_every : tools_.catalog.clock.now();
  return Look::later(book.has_begun() ? book.begun() : Time(), next);
}

bool GrantRefresh::is_left_alone(const Holder& holder) const {
  if (is_own(holder.principal) || tools_.sides.terms.is_left_out(holder.principal)) return true;
  const auto& object = holder.subject.hangs_on();
  return object && !tools_.catalog.filter.admits(object->database_name());
}

GovernanceScopes::SubtreeNode* GrantRefresh::all_grants() {
  const auto all = scopes_.all.find(model::KeyKind::grants);
  return all == scopes_.all.end() ? nullptr : &all->second;
}

std::optional<Time> GrantRefresh::touched_below(const Holder& holder) const {
  const auto& object = holder.subject.hangs_on();
  if (!object) return std::nullopt;
  std::optional<Time> newest;
  for (Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent()) {
    const auto found = scopes_.subtrees.find(at);
    if (found != scopes_.subtrees.end())
      newest = std::max(newest.value_or(Time::min()), found->second.event_time);
  }
  return newest;
}

std::vector<GovernanceScopes::SubtreeNode*> GrantRefresh::policy_nodes(const Holder& holder) const {
  std::vector<GovernanceScopes::SubtreeNode*> nodes;
  if (scopes_.policies.empty()) return nodes;
  for (const auto& pair : holder.subject.expression().pairs()) {
    const auto found = scopes_.policies.find(Key::tag(pair.key));
    if (found != scopes_.policies.end()) nodes.push_back(&found->second);
  }
  return nodes;
}

std::optional<Time> GrantRefresh::touched_unnamed(const Holder& holder) {
  auto newest = touched_below(holder);
  auto nodes = policy_nodes(holder);
  if (auto* all = all_grants()) nodes.push_back(all);
  for (const auto* node : nodes) newest = std::max(newest.value_or(Time::min()), node->event_time);
  return newest;
}

/// A listing is worth its price when something waits for one that could be decided by it now.
bool GrantRefresh::is_listing_needed() {
  const auto& book = tools_.book;
  if (!book.has_begun() || (tools_.sees_all_of_source && !book.saw_all())) return true;
  const auto now = tools_.catalog.clock.now();
  const auto waits = [&](Time event_time) {
    const auto final_from = std::max(settled(event_time), tools_.catalog.recent.unsure_until());
    return !is_listed_after(event_time) || (final_from <= now && book.begun() < final_from);
  };
  const auto* all = all_grants();
  if (all != nullptr && waits(all->event_time)) return true;
  for (const auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (const auto& [key, node] : *nodes) {
      if (waits(node.event_time)) return true;
    }
  }
  const auto holders = book.holders();
  if (std::any_of(holders.begin(), holders.end(),
                  [&](const auto& holder) { return !book.is_known(holder) && touched_unnamed(holder); }))
    return true;
  return std::any_of(scopes_.holders.begin(), scopes_.holders.end(), [&](auto& item) {
    auto& [holder, node] = item;
    if (is_left_alone(holder)) return false;
    if (!book.is_known(holder)) return true;
    if (settled(node.newest) <= now) return waits(node.newest);
    return !by_records(holder, node).has_value();
  });
}

bool GrantRefresh::list() {
  const auto begun = tools_.catalog.clock.now();
  if (const auto listed = tools_.book.list(tools_.sides, begun, tools_.sees_all_of_source); !listed) {
    tools_.catalog.trouble.note(listed.error());
    tell_all(Look::failed(begun, listed.error()));
    return false;
  }
  tools_.records.listed(begun);
  return remember();
}

std::optional<AtomSet> GrantRefresh::by_records(const Holder& holder, GovernanceScopes::HolderNode& node) {
  auto& book = tools_.book;
  std::stable_sort(node.records.begin(), node.records.end(),
                   [](const auto& a, const auto& b) { return a.event_time < b.event_time; });
  AtomSet held = book.source(holder);
  Time newest = book.newest_record(holder);
  std::optional<RecordedRequest::Action> last;
  std::vector<const GovernanceScopes::Record*> fresh;
  const bool is_complete = book.is_complete_for(holder.principal);
  for (const auto& record : node.records) {
    const bool is_grant = record.request.action == RecordedRequest::Action::grant;
    // A listing that may hide something does not tell of a revoke what it was to tell.
    const bool is_seen = settled(record.event_time) <= book.begun() && (is_complete || is_grant);
    if (is_seen || book.has_record(holder, record.event_id)) continue;
    if (!record.is_proven) return std::nullopt;
    // Where the listing began later and does not show it, it may have been taken back since: it waits.
    if (is_grant && is_complete && record.event_time <= book.begun()) continue;
    // Late, or in the same second as another: their order is not known, unless it makes no difference.
    const bool same_again = record.event_time == newest && last == record.request.action;
    if (record.event_time <= newest && !same_again) return std::nullopt;
    if (is_grant && may_be_undone(holder, record)) return std::nullopt;
    const auto judgement = permissions::judge(record.request, held);
    if (!judgement.unambiguous()) return std::nullopt;
    held.add(AtomSet(judgement.added));
    held = without(held, AtomSet(judgement.removed));
    newest = record.event_time;
    last = record.request.action;
    fresh.push_back(&record);
  }
  for (const auto* record : fresh) book.set_source(holder, held, record->event_id, record->event_time);
  return held;
}

/// Whether it may have been taken back by an event that names nobody, and no listing has shown it since.
bool GrantRefresh::may_be_undone(const Holder& holder, const GovernanceScopes::Record& grant) const {
  const auto unnamed = tools_.records.newest_unnamed(holder);
  return grant.event_time <= unnamed && !is_listed_after(unnamed);
}

void GrantRefresh::revoke_by_records() {
  if (!tools_.catalog.remove_target_only) tools_.records.join(scopes_);
  if (!tools_.book.has_begun()) return;
  std::vector<Wanted> wanted;
  for (auto& [holder, node] : scopes_.holders) {
    const bool is_fresh = settled(node.newest) > tools_.book.begun();
    if (!is_fresh || is_left_alone(holder) || !tools_.book.is_known(holder)) continue;
    auto held = by_records(holder, node);
    if (!held) continue;
    const auto have = tools_.book.target(holder);
    const bool only_less = permissions::difference(*held, have).empty() && *held != have;
    if (!only_less) continue;
    wanted.push_back({.holder = holder,
                      .held = *std::move(held),
                      .look = &node.look,
                      .excess_since = node.newest,
                      .by_records = true});
    done_.insert(holder);
  }
  for (auto& one : wanted) hold_what_may_be_hidden(one);
  apply(wanted);
}

void GrantRefresh::put() {
  // Databases and tables came to what is looked at since.
  if (!tools_.catalog.remove_target_only) tools_.records.join(scopes_);
  if (!scopes_.has_grants() && all_grants() == nullptr) return;
  const auto now = tools_.catalog.clock.now();
  const bool may_list = !tools_.book.has_begun() || now - tools_.book.begun() >= tools_.listing_every;
  if (is_listing_needed() && may_list && !list()) return;
  if (!tools_.book.has_begun()) return tell_all(later());
  std::vector<Wanted> wanted;
  wanted.reserve(scopes_.holders.size());
  collect_touched(wanted);
  collect_below(wanted);
  hold_removals(wanted);
  hold_gains(wanted);
  apply(wanted);
}

void GrantRefresh::collect_touched(std::vector<Wanted>& wanted) {
  for (auto& [holder, node] : scopes_.holders) {
    if (is_left_alone(holder)) {
      node.look = Look::unchanged(tools_.catalog.clock.now());
    } else if (!done_.contains(holder)) {
      collect_one(holder, node, wanted);
    }
  }
}

void GrantRefresh::collect_one(const Holder& holder, GovernanceScopes::HolderNode& node,
                               std::vector<Wanted>& wanted) {
  auto& book = tools_.book;
  if (!book.is_known(holder)) {
    node.look = later();
    return;
  }
  const bool is_listed = settled(node.newest) <= book.begun();
  const bool is_decided = is_listed && book.is_complete_for(holder.principal);
  auto held = is_decided ? std::optional(book.source(holder)) : by_records(holder, node);
  if (!held) book.distrust_records(holder);
  if (!held && is_listed) held = book.source(holder);
  if (held) held = without_what_is_hidden_or_gone(holder, *std::move(held));
  if (held) {
    wanted.push_back({.holder = holder,
                      .held = *std::move(held),
                      .look = &node.look,
                      .excess_since = node.newest,
                      .by_records = !is_listed});
  } else if (book.begun() >= node.newest) {
    wanted.push_back({.holder = holder,
                      .held = as_listed_so_far(holder, node),
                      .look = &node.look,
                      .excess_since = node.newest,
                      .held_back = later()});
  } else {
    node.look = later();
  }
}

/// Whether a revoke may have happened after the last listing of the source, or be missed by it.
bool GrantRefresh::may_be_revoked_since(const GovernanceScopes::HolderNode& node) const {
  return std::any_of(node.records.begin(), node.records.end(), [&](const auto& record) {
    return record.request.action == RecordedRequest::Action::revoke &&
           settled(record.event_time) > tools_.book.begun();
  });
}

/// What revokes name: what they leave is not asked, nor whether a grant of the same time came later.
AtomSet GrantRefresh::named_by_revokes(const Holder& holder, const GovernanceScopes::HolderNode& node) const {
  AtomSet named;
  const auto have = tools_.book.target(holder);
  const auto newest = tools_.book.newest_record(holder);
  for (const auto& record : node.records) {
    if (record.is_proven && record.event_time >= newest)
      named.add(AtomSet(permissions::judge(record.request, have).removed));
  }
  return named;
}

/// The records do not say exactly what is left, and a listing so soon may be stale. Of revokes alone all that
/// the listing lacks goes at once; of what it may hide, or what grants gave too, only what revokes name.
/// Nothing is added that a revoke may have taken.
AtomSet GrantRefresh::as_listed_so_far(const Holder& holder, const GovernanceScopes::HolderNode& node) const {
  const auto have = tools_.book.target(holder);
  const auto listed = tools_.book.listed(holder);
  const auto lost = without(have, listed);
  if (only_revokes(node) && tools_.book.is_complete_for(holder.principal)) return without(have, lost);
  const auto unnamed = without(lost, named_by_revokes(holder, node));
  const auto kept = without(have, without(lost, unnamed));
  return may_be_revoked_since(node) ? kept : kept | listed;
}

/// Where a listing may hide something, records say what is held; but not once an event that names nobody may
/// have taken it.
AtomSet GrantRefresh::without_what_is_hidden_or_gone(const Holder& holder, AtomSet held) {
  const auto& book = tools_.book;
  if (book.is_complete_for(holder.principal)) return held;
  const auto unnamed = touched_unnamed(holder);
  if (!unnamed || *unnamed < book.newest_record(holder)) return held;
  return common(held, book.listed(holder));
}

void GrantRefresh::collect_below(std::vector<Wanted>& wanted) {
  auto& book = tools_.book;
  for (auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (auto& [key, node] : *nodes) node.digest.add(is_listed_after(node.event_time) ? judged() : later());
  }
  auto* all = all_grants();
  if (all != nullptr) all->digest.add(is_listed_after(all->event_time) ? judged() : later());
  for (const auto& holder : book.holders()) {
    if (scopes_.holders.contains(holder) || is_left_alone(holder)) continue;
    const auto since = touched_unnamed(holder);
    if (!since || !is_listed_after(*since)) continue;
    if (!book.is_known(holder)) {
      tell({.holder = holder, .held = {}}, later());
      continue;
    }
    wanted.push_back({.holder = holder,
                      .held = without_what_is_hidden_or_gone(holder, book.source(holder)),
                      .excess_since = *since == Time::min() ? book.begun() : *since});
  }
}

void GrantRefresh::hold_removals(std::vector<Wanted>& wanted) {
  keep_what_is_the_targets(wanted);
  for (auto& one : wanted) hold_what_may_be_hidden(one);
  hold_for_breaker(wanted);
}

/// What may have been taken back is not given before a listing shows that it was not; what the target has of
/// it stays.
void GrantRefresh::hold_gains(std::vector<Wanted>& wanted) const {
  for (auto& one : wanted) {
    const auto loss = newest_unseen_loss(one.holder);
    const auto doubtful = tools_.book.doubtful(one.holder);
    if (loss == Time::min() && doubtful.empty()) continue;
    const auto have = tools_.book.target(one.holder);
    const auto gains = without(one.held, have);
    const auto sure =
        without(loss == Time::min() ? gains : common(gains, given_since(one.holder, loss)), doubtful);
    if (sure == gains) continue;
    one.held = without(one.held, without(gains, sure));
    if (!one.held_back) one.held_back = later();
  }
}

/// When something known last may have taken from the holder what the last listing shows: an event that names
/// nobody, or a revoke that is in doubt. Time::min() where nothing may have.
Time GrantRefresh::newest_unseen_loss(const Holder& holder) const {
  const auto& book = tools_.book;
  const auto& records = tools_.records;
  const auto unnamed = records.newest_unnamed(holder);
  Time newest = is_listed_after(unnamed) ? Time::min() : unnamed;
  for (const auto& record : records.of(holder)) {
    const bool waits = record.request.action == RecordedRequest::Action::revoke &&
                       settled(record.event_time) > book.begun() && !book.has_record(holder, record.event_id);
    if (waits) newest = std::max(newest, record.event_time);
  }
  return newest;
}

/// What records beyond doubt gave after that.
AtomSet GrantRefresh::given_since(const Holder& holder, Time since) const {
  AtomSet given;
  const auto have = tools_.book.target(holder);
  for (const auto& record : tools_.records.of(holder)) {
    const bool is_grant = record.request.action == RecordedRequest::Action::grant;
    if (is_grant && record.event_time > since && tools_.book.has_record(holder, record.event_id))
      given.add(AtomSet(permissions::judge(record.request, have).added));
  }
  return given;
}

/// Where everything is compared because an event named nothing, what the source was never seen to grant is
/// the target's own.
void GrantRefresh::keep_what_is_the_targets(std::vector<Wanted>& wanted) {
  if (tools_.catalog.remove_target_only) return;
  std::vector<std::string> keys;
  std::vector<Wanted*> unnamed;
  for (auto& one : wanted) {
    if (one.look != nullptr || touched_below(one.holder)) continue;
    keys.push_back(key_of(one.holder).text());
    unnamed.push_back(&one);
  }
  if (keys.empty()) return;
  const auto known = tools_.catalog.journal.knows_keys(keys);
  if (!known) return tools_.catalog.trouble.fail_pass(known.error());
  for (std::size_t i = 0; i < unnamed.size(); ++i) {
    if (!(*known)[i]) unnamed[i]->held.add(tools_.book.target(unnamed[i]->holder));
  }
}

/// What the source's object took along when it went goes with the target's object, or stays with it where
/// that stays.
bool GrantRefresh::keep_with_its_object(Wanted& wanted) {
  const auto& object = wanted.holder.subject.hangs_on();
  if (!object) return false;
  const auto have = tools_.book.target(wanted.holder);
  if (permissions::difference(have, wanted.held).empty() || !is_gone_at_source(*object)) return false;
  wanted.held.add(have);
  return true;
}

bool GrantRefresh::is_gone_at_source(const Key& object) {
  const auto known = gone_.find(object);
  if (known != gone_.end()) return known->second;
  return gone_[object] = tools_.catalog.source.object(object).is_absent();
}

/// What records prove to have been taken away, and no newer one to have been given back.
AtomSet GrantRefresh::revoked_by_records(const Holder& holder) const {
  AtomSet revoked;
  const auto node = scopes_.holders.find(holder);
  if (node == scopes_.holders.end()) return revoked;
  const auto have = tools_.book.target(holder);
  const auto newest = tools_.book.newest_record(holder);
  for (const auto& record : node->second.records) {
    const auto judgement = permissions::judge(record.request, have);
    if (record.request.action == RecordedRequest::Action::grant) {
      revoked = without(revoked, AtomSet(judgement.added));
    } else if (record.is_proven && record.event_time >= newest) {
      revoked.add(AtomSet(judgement.removed));
    }
  }
  return revoked;
}

/// A listing is shortened to what the caller may see. Unless our role was seen among the administrators of
/// the source, what it lacks proves nothing; what a record says was revoked was revoked all the same.
void GrantRefresh::hold_what_may_be_hidden(Wanted& wanted) {
  if (keep_with_its_object(wanted)) return;
  if (tools_.book.is_complete_for(wanted.holder.principal)) return;
  const auto have = tools_.book.target(wanted.holder);
  const auto lost = without(have, wanted.held);
  if (lost.empty()) return;
  const auto unproven = without(lost, revoked_by_records(wanted.holder));
  if (unproven.empty()) return;
  wanted.held.add(unproven);
  const bool sees_more_now = tools_.sees_all_of_source && !tools_.book.saw_all();
  const bool was_too_early = tools_.book.begun() < settled(wanted.excess_since) || sees_more_now;
  // It may simply have been listed too early; but a comparison ends with what it has.
  if (!tools_.catalog.remove_target_only && was_too_early) {
    wanted.held_back = later();
    return;
  }
  if (tools_.settings_unread) {
    wanted.held_back = Look::failed(tools_.book.begun(), *tools_.settings_unread);
    return;
  }
  const Error error =
      !tools_.book.saw_all() || tools_.book.unreadable().empty()
          ? Error{.kind = ErrorKind::denied,
                  .operation = "lakeformation:ListPermissions",
                  .subject = key_of(wanted.holder).text(),
                  .code = "NotAllVisible",
                  .message = "the source may hide grants from this role, so nothing is taken for revoked",
                  .hint =
                      "make the role a data lake administrator, or read-only administrator, of the source"}
          : tools_.book.unreadable().front();
  tools_.catalog.executor.tell_undecided(key_of(wanted.holder), error);
  wanted.held_back = Look::failed(tools_.book.begun(), error);
}

/// What events name goes; what only the listing lacks goes unless it is too much at once.
void GrantRefresh::hold_for_breaker(std::vector<Wanted>& wanted) {
  const auto loses = [&](const Wanted& one) {
    if (one.by_records) return false;
    const auto lost = without(tools_.book.target(one.holder), one.held);
    return !lost.empty() && !without(lost, revoked_by_records(one.holder)).empty();
  };
  if (!tools_.catalog.executor.revokes()) return;
  std::size_t removals = 0;
  for (auto& one : wanted) {
    one.loses_by_listing = loses(one);
    if (one.loses_by_listing) ++removals;
  }
  const auto error = tools_.catalog.breaker.admit_grants(removals, tools_.book.target_holders(),
                                                         tools_.book.lists_nothing_of_source());
  if (!error) return;
  for (auto& one : wanted) {
    if (!std::exchange(one.loses_by_listing, false)) continue;
    one.held.add(tools_.book.target(one.holder));
    one.held_back = Look::failed(tools_.book.begun(), *error);
  }
}

/// Whoever only loses comes first, then who loses and gains, then who only gains: the order of one plan for
/// all, of which two parts are in memory at a time: the one that is being applied, and before or behind it
/// the one that is planned or settled meanwhile. No holder is in two parts.
void GrantRefresh::apply(const std::vector<Wanted>& wanted) {
  if (!remember()) return;
  std::array<std::vector<const Wanted*>, 3> groups;
  for (const auto& one : wanted) {
    const auto have = tools_.book.target(one.holder);
    const bool loses = !permissions::difference(have, one.held).empty();
    const bool gains = !permissions::difference(one.held, have).empty();
    groups[loses ? (gains ? 1 : 0) : 2].push_back(&one);
  }
  Part under_way, next;
  OneAhead ahead(tools_.catalog.threads > 1);  // goes before the parts
  for (const auto& group : groups) {
    for (std::size_t first = 0; first < group.size(); first += holders_per_plan) {
      next = {.wanted = std::span(group).subspan(first, std::min(holders_per_plan, group.size() - first))};
      next.plan = plan(next.wanted);
      ahead.wait();
      std::swap(under_way, next);
      ahead.run([&] {
        under_way.results = tools_.catalog.executor.execute(under_way.plan, tools_.catalog.threads);
      });
      settle(next);
    }
  }
  ahead.wait();
  settle(under_way);
}

model::Plan GrantRefresh::plan(std::span<const Wanted* const> wanted) const {
  AtomSet have, want;
  for (const auto* one : wanted) {
    have.add(tools_.book.target(one->holder));
    want.add(one->held);
  }
  model::Plan plan;
  for (const auto& call : permissions::plan(have, want, tools_.own_principals.names())) {
    plan.changes.push_back(
        {.kind = call.action == PermissionCall::Action::grant ? ChangeKind::create : ChangeKind::remove,
         .key = Key::grants(call.grant.principal, call.grant.resource.subject().text()),
         .body = permissions::to_json(call.grant, tools_.sides.terms.target_account),
         .reason = permissions::explain(call)});
  }
  return plan;
}

void GrantRefresh::settle(const Part& part) {
  std::map<Key, std::vector<const ChangeResult*>> by_holder;
  for (std::size_t i = 0; i < part.results.size(); ++i)
    by_holder[part.plan.changes[i].key].push_back(&part.results[i]);
  for (const auto* one : part.wanted) settle_one(*one, by_holder[key_of(one->holder)]);
}

void GrantRefresh::settle_one(const Wanted& wanted, const std::vector<const ChangeResult*>& results) {
  auto& book = tools_.book;
  auto look = judged();
  Digest digest;
  for (const auto* result : results) {
    look = Look::of(book.begun(), *result);
    digest.add(look);
    if (result->error) tools_.catalog.trouble.note(*result->error);
  }
  if (digest.error() != nullptr) look = Look::failed(book.begun(), *digest.error());
  const bool all_done =
      std::all_of(results.begin(), results.end(), [](const auto* r) { return is_done(*r); });
  const bool is_sure =
      std::none_of(results.begin(), results.end(), [](const auto* r) { return r->look_again; });
  if (!is_sure && !look.error) look = later();
  if (!results.empty() && all_done && is_sure && !tools_.catalog.executor.is_dry_run()) {
    auto held = wanted.held;
    // Where nothing is to be revoked the target keeps what it has.
    if (!tools_.catalog.executor.revokes()) held.add(book.target(wanted.holder));
    if (tools_.catalog.executor.revokes()) count_excess(wanted);
    if (wanted.loses_by_listing) tools_.catalog.breaker.removed_grants(1);
    book.set_target(wanted.holder, std::move(held), tools_.catalog.clock.now());
  } else if (!results.empty() && !tools_.catalog.executor.is_dry_run()) {
    book.forget_target(wanted.holder);
  }
  if (wanted.held_back && !look.error) look = *wanted.held_back;
  tell(wanted, look);
}

void GrantRefresh::count_excess(const Wanted& wanted) {
  const auto since = tools_.catalog.clock.now() - wanted.excess_since;
  for (const auto& [principal, atoms] : permissions::over_permission(
           tools_.book.target(wanted.holder), wanted.held, tools_.own_principals.names()))
    tools_.tally.add(principal, since);
}

/// What the source was seen to grant: only that may be revoked without being named, where everything is
/// compared.
bool GrantRefresh::remember() {
  std::vector<std::string> keys;
  for (const auto& holder : tools_.book.new_at_source()) keys.push_back(key_of(holder).text());
  if (const auto noted = tools_.catalog.remember(keys); !noted) {
    tools_.catalog.trouble.fail_pass(noted.error());
    return false;
  }
  tools_.book.clear_new_at_source();
  return true;
}

void GrantRefresh::tell(const Wanted& wanted, const Look& look) {
  if (wanted.look != nullptr) *wanted.look = look;
  if (auto* all = all_grants()) all->digest.add(look);
  for (auto* node : policy_nodes(wanted.holder)) node->digest.add(look);
  const auto& object = wanted.holder.subject.hangs_on();
  if (!object) return;
  for (Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent()) {
    const auto found = scopes_.subtrees.find(at);
    if (found != scopes_.subtrees.end()) found->second.digest.add(look);
  }
}

void GrantRefresh::tell_all(const Look& look) {
  for (auto& [holder, node] : scopes_.holders) {
    if (!done_.contains(holder)) node.look = look;
  }
  for (auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (auto& [key, node] : *nodes) node.digest.add(look);
  }
  if (auto* all = all_grants()) all->digest.add(look);
}

}  // namespace lakemirror::pipeline
