#include "pipeline/grant_refresh.h"

#include <algorithm>
#include <array>
#include <utility>

#include "apply/governance_call.h"
#include "permissions/judgement.h"
#include "permissions/over_permission.h"
#include "pipeline/grant_change.h"
#include "pipeline/one_ahead.h"

namespace lakemirror::pipeline {

using model::ChangeResult;
using model::Key;
using model::ResultKind;
using permissions::AtomSet;
using permissions::RecordedRequest;

namespace {

/// A plan holds a request for each of its holders, of about a kilobyte; batches of 20 are filled well by
/// this.
constexpr std::size_t holders_per_plan = 1'000;

bool is_done(const ChangeResult& result) {
  return result.kind != ResultKind::failed && result.kind != ResultKind::deferred;
}

}  // namespace

bool GrantRefresh::is_left_alone(const Holder& holder) const {
  if (is_own(holder.principal) || tools_.sides.terms.is_left_out(holder.principal)) return true;
  const auto& object = holder.subject.hangs_on();
  return object && !tools_.catalog.filter.admits(object->database_name());
}

/// A listing is worth its price when something waits for one that could be decided by it now.
bool GrantRefresh::is_listing_needed() {
  const auto& book = tools_.book;
  if (!book.has_begun() || (tools_.sees_all_of_source && !book.saw_all())) return true;
  const auto now = tools_.catalog.clock.now();
  const auto is_final_now = [&](Time final_from) { return final_from <= now && book.begun() < final_from; };
  const auto waits = [&](Time event_time) {
    const auto final_from = std::max(listing_.settled(event_time), tools_.catalog.recent.unsure_until());
    return !listing_.is_after(event_time) || is_final_now(final_from);
  };
  const auto* all = touched_.everything();
  if (all != nullptr && waits(all->event_time)) return true;
  for (const auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (const auto& [key, node] : *nodes) {
      if (waits(node.event_time)) return true;
    }
  }
  bool any_waits = false;
  book.for_each_holder([&](const Holder& holder, bool) {
    any_waits = any_waits || ((!book.is_known(holder) || is_final_now(book.unsure_until(holder))) &&
                              touched_.unnamed(holder));
  });
  if (any_waits) return true;
  return std::any_of(scopes_.holders.begin(), scopes_.holders.end(), [&](auto& item) {
    auto& [holder, node] = item;
    if (is_left_alone(holder)) return false;
    if (!book.is_known(holder) || is_final_now(book.unsure_until(holder))) return true;
    if (listing_.settled(node.newest) <= now) return waits(node.newest);
    return !evidence_.by_records(holder, node).has_value();
  });
}

bool GrantRefresh::list() {
  const auto begun = tools_.catalog.clock.now();
  if (const auto listed = list_both(begun); !listed) {
    tools_.catalog.trouble.note(listed.error());
    tell_all(Look::failed(begun, listed.error()));
    return false;
  }
  return remember();
}

Result<void> GrantRefresh::list_both(Time begun) {
  LM_CHECK(tools_.book.list(tools_.sides, begun, tools_.sees_all_of_source));
  tools_.records.listed(begun);
  return {};
}

/// Why it could not be listed is told when permissions are come to.
void GrantRefresh::know_target() {
  const auto begun = tools_.catalog.clock.now();
  const bool is_new = tools_.book.has_begun() && begun - tools_.book.begun() < tools_.listing_every;
  if (is_new || tools_.catalog.executor.is_dry_run()) return;
  if (list_both(begun)) remember();
}

void GrantRefresh::revoke_by_records() {
  if (!tools_.catalog.remove_target_only) tools_.records.join(scopes_);
  if (!tools_.book.has_begun()) return;
  std::vector<WantedGrants> wanted;
  for (auto& [holder, node] : scopes_.holders) {
    const bool is_fresh = listing_.settled(node.newest) > tools_.book.begun();
    if (!is_fresh || is_left_alone(holder) || !tools_.book.is_known(holder)) continue;
    auto held = evidence_.by_records(holder, node);
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
  for (auto& one : wanted) holds_.of_what_may_be_hidden(one);
  apply(wanted);
}

void GrantRefresh::put() {
  // Databases and tables came to what is looked at since.
  if (!tools_.catalog.remove_target_only) tools_.records.join(scopes_);
  if (!scopes_.has_grants() && touched_.everything() == nullptr && !again_.locations().any()) return;
  const auto now = tools_.catalog.clock.now();
  const bool may_list = !tools_.book.has_begun() || now - tools_.book.begun() >= tools_.listing_every;
  if (is_listing_needed() && may_list && !list()) return;
  if (!tools_.book.has_begun()) return tell_all(listing_.later());
  std::vector<WantedGrants> wanted;
  wanted.reserve(scopes_.holders.size());
  collect_touched(wanted);
  collect_below(wanted);
  holds_.of_removals(wanted);
  holds_.of_gains(wanted);
  again_.give(wanted, [&](const Holder& holder) { return is_left_alone(holder); });
  apply(wanted);
  again_.locations().given();
}

void GrantRefresh::collect_touched(std::vector<WantedGrants>& wanted) {
  for (auto& [holder, node] : scopes_.holders) {
    if (is_left_alone(holder)) {
      node.look = Look::unchanged(tools_.catalog.clock.now());
    } else if (!done_.contains(holder)) {
      collect_one(holder, node, wanted);
    }
  }
}

void GrantRefresh::collect_one(const Holder& holder, GovernanceScopes::HolderNode& node,
                               std::vector<WantedGrants>& wanted) {
  auto& book = tools_.book;
  if (!book.is_known(holder)) {
    node.look = listing_.later();
    return;
  }
  const bool is_listed = listing_.settled(node.newest) <= book.begun();
  const bool is_decided = is_listed && book.is_complete_for(holder.principal);
  const auto shown = book.listed(holder);
  auto held = is_decided ? std::optional(book.source(holder)) : evidence_.by_records(holder, node);
  if (!held) book.distrust_records(holder);
  if (!held && is_listed) held = book.source(holder);
  if (held) held = evidence_.without_what_is_hidden_or_gone(holder, *std::move(held));
  // What is shown so much later was given back.
  if (is_listed) held->add(shown);
  if (held) {
    wanted.push_back({.holder = holder,
                      .held = *std::move(held),
                      .look = &node.look,
                      .excess_since = node.newest,
                      .by_records = !is_listed});
  } else if (book.begun() >= node.newest) {
    wanted.push_back({.holder = holder,
                      .held = evidence_.as_listed_so_far(holder, node),
                      .look = &node.look,
                      .excess_since = node.newest,
                      .held_back = listing_.later()});
  } else {
    node.look = listing_.later();
  }
}

void GrantRefresh::collect_below(std::vector<WantedGrants>& wanted) {
  auto& book = tools_.book;
  for (auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (auto& [key, node] : *nodes)
      node.digest.add(listing_.is_after(node.event_time) ? listing_.judged() : listing_.later());
  }
  auto* all = touched_.everything();
  if (all != nullptr)
    all->digest.add(listing_.is_after(all->event_time) ? listing_.judged() : listing_.later());
  // What was registered anew may have lost what the listing still shows.
  const bool may_show_what_is_gone = again_.locations().any();
  book.for_each_holder([&](const Holder& holder, bool is_same) {
    if (scopes_.holders.contains(holder) || is_left_alone(holder)) return;
    const auto nodes = touched_.nodes(holder);
    const auto since = TouchedGrants::newest(nodes);
    if (!since || !listing_.is_after(*since)) return;
    if (!book.is_known(holder)) {
      for (auto* node : nodes) node->digest.add(listing_.later());
    } else if (is_same && !may_show_what_is_gone) {
      tell_same(holder, nodes);
    } else {
      wanted.push_back({.holder = holder,
                        .held = evidence_.without_what_is_hidden_or_gone(holder, book.source(holder)),
                        .excess_since = *since == Time::min() ? book.begun() : *since});
    }
  });
}

/// Mostly all: there is nothing to plan, to hold back or to apply.
void GrantRefresh::tell_same(const Holder& holder, const TouchedGrants::Nodes& nodes) {
  if (tools_.catalog.executor.revokes()) tools_.excess.ended(holder);
  const auto look = if_sure(listing_.judged(), holder);
  for (auto* node : nodes) node->digest.add(look);
}

/// The last listing may be too old to show what we did.
Look GrantRefresh::if_sure(Look look, const Holder& holder) const {
  const auto& book = tools_.book;
  const auto unsure_until = book.unsure_until(holder);
  return unsure_until > book.begun() ? Look::later(book.begun(), unsure_until) : look;
}

/// Whoever only loses comes first, then who loses and gains, then who only gains: the order of one plan for
/// all, of which two parts are in memory at a time: the one that is being applied, and before or behind it
/// the one that is planned or settled meanwhile. No holder is in two parts.
void GrantRefresh::apply(const std::vector<WantedGrants>& wanted) {
  if (!remember()) return;
  std::array<std::vector<const WantedGrants*>, 3> groups;
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

model::Plan GrantRefresh::plan(std::span<const WantedGrants* const> wanted) const {
  AtomSet have, want;
  for (const auto* one : wanted) {
    const auto target = tools_.book.target(one->holder);
    if (target == one->held) continue;  // mostly, where everything is looked at
    have.add(target);
    want.add(one->held);
  }
  model::Plan plan;
  for (const auto& call : permissions::plan(have, want, tools_.own_principals.names()))
    plan.changes.push_back(grant_change(call, tools_.sides.terms.target_account));
  return plan;
}

void GrantRefresh::settle(const Part& part) {
  std::map<Key, std::vector<const ChangeResult*>> by_holder;
  for (std::size_t i = 0; i < part.results.size(); ++i)
    by_holder[part.plan.changes[i].key].push_back(&part.results[i]);
  for (const auto* one : part.wanted) settle_one(*one, by_holder[grants_key(one->holder)]);
}

void GrantRefresh::settle_one(const WantedGrants& wanted, const std::vector<const ChangeResult*>& results) {
  auto& book = tools_.book;
  auto look = listing_.judged();
  Digest digest;
  for (const auto* result : results) {
    look = Look::of(book.begun(), *result);
    digest.add(look);
    if (result->error) tools_.catalog.trouble.note(*result->error);
  }
  if (digest.error() != nullptr) look = Look::failed(book.begun(), *digest.error());
  if (const auto refused = refused_for_good(wanted, results)) look = Look::failed(book.begun(), *refused);
  const bool all_done =
      std::all_of(results.begin(), results.end(), [](const auto* r) { return is_done(*r); });
  const bool is_sure =
      std::none_of(results.begin(), results.end(), [](const auto* r) { return r->look_again; });
  if (!is_sure && !look.error) look = listing_.later();
  const bool judges_excess = wanted.location == nullptr;
  if (judges_excess) note_excess(wanted, all_done);
  if (!results.empty() && all_done && is_sure && !tools_.catalog.executor.is_dry_run()) {
    auto held = wanted.held;
    // Where nothing is to be revoked the target keeps what it has.
    if (!tools_.catalog.executor.revokes()) held.add(book.target(wanted.holder));
    if (judges_excess && tools_.catalog.executor.revokes()) count_excess(wanted);
    if (wanted.loses_by_listing) tools_.catalog.breaker.removed_grants(1);
    book.set_target(wanted.holder, held, tools_.catalog.clock.now());
  } else if (!results.empty() && !tools_.catalog.executor.is_dry_run()) {
    book.forget_target(wanted.holder, tools_.catalog.clock.now());
  }
  if (!look.error) look = if_sure(std::move(look), wanted.holder);
  if (wanted.location != nullptr && look.error) AnewLocations::tell(*wanted.location, look);
  if (wanted.held_back && !look.error) look = *wanted.held_back;
  touched_.tell(wanted, look);
}

/// Why a modification is refused although nothing is held that was not listed: it will be refused again.
std::optional<Error> GrantRefresh::refused_for_good(const WantedGrants& wanted,
                                                    const std::vector<const ChangeResult*>& results) const {
  const bool none_done =
      std::none_of(results.begin(), results.end(), [](const auto* r) { return is_done(*r); });
  const bool is_sure = tools_.book.saw_target_surely(wanted.holder) &&
                       tools_.catalog.recent.unsure_until() <= tools_.book.begun();
  if (!none_done || !is_sure) return std::nullopt;
  for (const auto* result : results) {
    if (!result->error || !apply::is_invalid_modification(*result->error)) continue;
    auto error = *result->error;
    error.kind = ErrorKind::invalid;
    error.hint =
        "the target takes it beside nothing that it lists: a principal who administers its data lake, for "
        "example, gets nothing on single columns; it is tried again later";
    return error;
  }
  return std::nullopt;
}

/// What the target allows too much stays open while it cannot be taken away, or may not.
void GrantRefresh::note_excess(const WantedGrants& wanted, bool all_done) {
  if (!tools_.catalog.executor.revokes()) return;
  const bool is_held =
      wanted.held_back && wanted.held_back->error && wanted.held_back->error->code == "BreakerOpen";
  const bool stays =
      is_held || (!all_done && !permissions::over_permission(tools_.book.target(wanted.holder), wanted.held,
                                                             tools_.own_principals.names())
                                    .empty());
  if (stays) {
    tools_.excess.found(wanted.holder);
  } else if (!wanted.held_back) {
    tools_.excess.ended(wanted.holder);
  }
}

void GrantRefresh::count_excess(const WantedGrants& wanted) {
  const auto since = tools_.catalog.clock.now() - wanted.excess_since;
  for (const auto& [principal, atoms] : permissions::over_permission(
           tools_.book.target(wanted.holder), wanted.held, tools_.own_principals.names()))
    tools_.tally.add(principal, since);
}

/// What the source was seen to grant: only that may be revoked without being named, where everything is
/// compared.
bool GrantRefresh::remember() {
  std::vector<std::string> keys;
  for (const auto& holder : tools_.book.new_at_source()) keys.push_back(grants_key(holder).text());
  if (const auto noted = tools_.catalog.remember(keys); !noted) {
    tools_.catalog.trouble.fail_pass(noted.error());
    return false;
  }
  tools_.book.clear_new_at_source();
  return true;
}

void GrantRefresh::tell_all(const Look& look) {
  for (auto& [holder, node] : scopes_.holders) {
    if (!done_.contains(holder)) node.look = look;
  }
  for (auto* nodes : {&scopes_.subtrees, &scopes_.policies}) {
    for (auto& [key, node] : *nodes) node.digest.add(look);
  }
  if (auto* all = touched_.everything()) all->digest.add(look);
  again_.locations().tell_all(look);
}

}  // namespace lakemirror::pipeline
