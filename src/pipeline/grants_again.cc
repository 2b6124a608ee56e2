#include "pipeline/grants_again.h"

#include <algorithm>
#include <map>

#include "permissions/plan.h"
#include "pipeline/grant_change.h"

namespace lakemirror::pipeline {

using model::ChangeKind;
using model::ChangeResult;
using model::ResultKind;
using permissions::AtomSet;
using Holder = GrantBook::Holder;

/// What the target had on locations that may have been registered anew, and what it lacks of what the source
/// grants. Nothing is taken away for that.
void GrantsAgain::give(std::vector<WantedGrants>& wanted,
                       const std::function<bool(const Holder&)>& left_alone) {
  if (!locations_.any()) return;
  std::map<Holder, const AtomSet*> named;
  for (const auto& one : wanted) named.emplace(one.holder, &one.held);
  std::vector<WantedGrants> again, others;
  for (const auto& holder : locations_.holders()) {
    auto* digest = locations_.digest_of(holder);
    if (digest == nullptr || left_alone(holder)) continue;
    auto held = locations_.to_give(holder);
    const auto found = named.find(holder);
    if (found != named.end() && tools_.catalog.executor.revokes())
      held = permissions::common(held, *found->second);
    again.push_back({.holder = holder, .held = std::move(held), .location = digest});
    if (found != named.end()) continue;
    others.push_back({.holder = holder,
                      .held = tools_.book.target(holder) | tools_.book.source(holder),
                      .location = digest});
  }
  for (const auto& one : again) send(one);
  holds_.of_gains(others);
  std::ranges::move(others, std::back_inserter(wanted));
}

void GrantsAgain::send(const WantedGrants& again) {
  model::Plan plan;
  for (const auto& call : permissions::plan({}, again.held, tools_.own_principals.names())) {
    plan.changes.push_back(grant_change(call, tools_.sides.terms.target_account));
    plan.changes.back().kind = ChangeKind::update;
    plan.changes.back().reason = "its location was registered anew";
  }
  if (plan.changes.empty()) return;
  auto& book = tools_.book;
  const auto results = tools_.catalog.executor.execute(plan, tools_.catalog.threads);
  const bool all_done = std::all_of(results.begin(), results.end(), [](const ChangeResult& r) {
    return r.kind != ResultKind::failed && r.kind != ResultKind::deferred;
  });
  for (const auto& result : results) {
    if (!result.error) continue;
    tools_.catalog.trouble.note(*result.error);
    const auto kind = result.error->kind;
    if (kind == ErrorKind::retry || kind == ErrorKind::denied)
      again.location->add(Look::of(book.begun(), result));
  }
  const auto now = tools_.catalog.clock.now();
  if (all_done) book.set_target(again.holder, book.target(again.holder) | again.held, now);
}

}  // namespace lakemirror::pipeline
