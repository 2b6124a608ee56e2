#include "pipeline/grant_holds.h"

#include <utility>

namespace lakemirror::pipeline {

using model::Key;
using permissions::AtomSet;

void GrantHolds::of_removals(std::vector<WantedGrants>& wanted) {
  keep_what_is_the_targets(wanted);
  for (auto& one : wanted) of_what_may_be_hidden(one);
  of_breaker(wanted);
}

/// Where everything is compared because an event named nothing, what the source was never seen to grant is
/// the target's own.
void GrantHolds::keep_what_is_the_targets(std::vector<WantedGrants>& wanted) {
  if (tools_.catalog.remove_target_only) return;
  std::vector<std::string> keys;
  std::vector<WantedGrants*> unnamed;
  for (auto& one : wanted) {
    if (one.look != nullptr || touched_.below(one.holder)) continue;
    keys.push_back(grants_key(one.holder).text());
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
bool GrantHolds::keep_with_its_object(WantedGrants& wanted) {
  const auto& object = wanted.holder.subject.hangs_on();
  if (!object) return false;
  const auto have = tools_.book.target(wanted.holder);
  if (permissions::difference(have, wanted.held).empty() || !is_gone_at_source(*object)) return false;
  wanted.held.add(have);
  return true;
}

bool GrantHolds::is_gone_at_source(const Key& object) {
  const auto known = gone_.find(object);
  if (known != gone_.end()) return known->second;
  return gone_[object] = tools_.catalog.source.object(object).is_absent();
}

/// A listing is shortened to what the caller may see. Unless our role was seen among the administrators of
/// the source, what it lacks proves nothing; what a record says was revoked was revoked all the same.
void GrantHolds::of_what_may_be_hidden(WantedGrants& wanted) {
  if (keep_with_its_object(wanted)) return;
  if (tools_.book.is_complete_for(wanted.holder.principal)) return;
  const auto have = tools_.book.target(wanted.holder);
  const auto lost = permissions::without(have, wanted.held);
  if (lost.empty()) return;
  const auto unproven = permissions::without(lost, evidence_.revoked_by_records(wanted.holder));
  if (unproven.empty()) return;
  wanted.held.add(unproven);
  const bool sees_more_now = tools_.sees_all_of_source && !tools_.book.saw_all();
  const bool was_too_early = tools_.book.begun() < listing_.settled(wanted.excess_since) || sees_more_now;
  // It may simply have been listed too early; but a comparison ends with what it has.
  if (!tools_.catalog.remove_target_only && was_too_early) {
    wanted.held_back = listing_.later();
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
                  .subject = grants_key(wanted.holder).text(),
                  .code = "NotAllVisible",
                  .message = "the source may hide grants from this role, so nothing is taken for revoked",
                  .hint =
                      "make the role a data lake administrator, or read-only administrator, of the source"}
          : tools_.book.unreadable().front();
  tools_.catalog.executor.tell_undecided(grants_key(wanted.holder), error);
  wanted.held_back = Look::failed(tools_.book.begun(), error);
}

/// What events name goes; what only the listing lacks goes unless it is too much at once.
void GrantHolds::of_breaker(std::vector<WantedGrants>& wanted) {
  const auto loses = [&](const WantedGrants& one) {
    if (one.by_records) return false;
    const auto lost = permissions::without(tools_.book.target(one.holder), one.held);
    return !lost.empty() && !permissions::without(lost, evidence_.revoked_by_records(one.holder)).empty();
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

/// What may have been taken back is not given before a listing shows that it was not; what the target has of
/// it stays.
void GrantHolds::of_gains(std::vector<WantedGrants>& wanted) const {
  for (auto& one : wanted) {
    const auto loss = evidence_.newest_unseen_loss(one.holder);
    const auto doubtful = tools_.book.doubtful(one.holder);
    if (loss == Time::min() && doubtful.empty()) continue;
    const auto have = tools_.book.target(one.holder);
    const auto gains = permissions::without(one.held, have);
    const auto sure = permissions::without(
        loss == Time::min() ? gains : permissions::common(gains, evidence_.given_since(one.holder, loss)),
        doubtful);
    if (sure == gains) continue;
    one.held = permissions::without(one.held, permissions::without(gains, sure));
    if (!one.held_back) one.held_back = listing_.later();
  }
}

}  // namespace lakemirror::pipeline
