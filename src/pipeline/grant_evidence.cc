#include "pipeline/grant_evidence.h"

#include <algorithm>

#include "permissions/judgement.h"

namespace lakemirror::pipeline {

using permissions::AtomSet;
using permissions::RecordedRequest;

namespace {

bool only_revokes(const GovernanceScopes::HolderNode& node) {
  return std::all_of(node.records.begin(), node.records.end(), [](const auto& record) {
    return record.request.action == RecordedRequest::Action::revoke;
  });
}

}  // namespace

std::optional<AtomSet> GrantEvidence::by_records(const Holder& holder,
                                                 const GovernanceScopes::HolderNode& node) const {
  auto& book = tools_.book;
  AtomSet held = book.source(holder);
  Time newest = book.newest_record(holder);
  std::optional<RecordedRequest::Action> last;
  std::vector<const GovernanceScopes::Record*> fresh;
  const bool is_complete = book.is_complete_for(holder.principal);
  for (const auto& record : node.records) {
    const bool is_grant = record.request.action == RecordedRequest::Action::grant;
    // A listing that may hide something does not tell of a revoke what it was to tell.
    const bool is_seen = listing_.settled(record.event_time) <= book.begun() && (is_complete || is_grant);
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
    held = permissions::without(held, AtomSet(judgement.removed));
    newest = record.event_time;
    last = record.request.action;
    fresh.push_back(&record);
  }
  for (const auto* record : fresh) book.set_source(holder, held, record->event_id, record->event_time);
  return held;
}

/// Whether it may have been taken back by an event that names nobody, and no listing has shown it since.
bool GrantEvidence::may_be_undone(const Holder& holder, const GovernanceScopes::Record& grant) const {
  const auto unnamed = tools_.records.newest_unnamed(holder);
  return grant.event_time <= unnamed && !listing_.is_after(unnamed);
}

/// Whether a revoke may have happened after the last listing of the source, or be missed by it.
bool GrantEvidence::may_be_revoked_since(const GovernanceScopes::HolderNode& node) const {
  return std::any_of(node.records.begin(), node.records.end(), [&](const auto& record) {
    return record.request.action == RecordedRequest::Action::revoke &&
           listing_.settled(record.event_time) > tools_.book.begun();
  });
}

/// What revokes name: what they leave is not asked, nor whether a grant of the same time came later.
AtomSet GrantEvidence::named_by_revokes(const Holder& holder,
                                        const GovernanceScopes::HolderNode& node) const {
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
AtomSet GrantEvidence::as_listed_so_far(const Holder& holder,
                                        const GovernanceScopes::HolderNode& node) const {
  const auto have = tools_.book.target(holder);
  const auto listed = tools_.book.listed(holder);
  const auto lost = permissions::without(have, listed);
  if (only_revokes(node) && tools_.book.is_complete_for(holder.principal))
    return permissions::without(have, lost);
  const auto unnamed = permissions::without(lost, named_by_revokes(holder, node));
  const auto kept = permissions::without(have, permissions::without(lost, unnamed));
  return may_be_revoked_since(node) ? kept : kept | listed;
}

/// Where a listing may hide something, records say what is held; but not once an event that names nobody may
/// have taken it.
AtomSet GrantEvidence::without_what_is_hidden_or_gone(const Holder& holder, AtomSet held) const {
  const auto& book = tools_.book;
  if (book.is_complete_for(holder.principal)) return held;
  const auto unnamed = touched_.unnamed(holder);
  if (!unnamed || *unnamed < book.newest_record(holder)) return held;
  return permissions::common(held, book.listed(holder));
}

/// When something known last may have taken from the holder what the last listing shows: an event that names
/// nobody, or a revoke that is in doubt. Time::min() where nothing may have.
Time GrantEvidence::newest_unseen_loss(const Holder& holder) const {
  const auto& book = tools_.book;
  const auto& records = tools_.records;
  const auto unnamed = records.newest_unnamed(holder);
  Time newest = listing_.is_after(unnamed) ? Time::min() : unnamed;
  for (const auto& record : records.of(holder)) {
    const bool waits = record.request.action == RecordedRequest::Action::revoke &&
                       listing_.settled(record.event_time) > book.begun() &&
                       !book.has_record(holder, record.event_id);
    if (waits) newest = std::max(newest, record.event_time);
  }
  return newest;
}

/// What records beyond doubt gave after that.
AtomSet GrantEvidence::given_since(const Holder& holder, Time since) const {
  AtomSet given;
  const auto have = tools_.book.target(holder);
  for (const auto& record : tools_.records.of(holder)) {
    const bool is_grant = record.request.action == RecordedRequest::Action::grant;
    if (is_grant && record.event_time > since && tools_.book.has_record(holder, record.event_id))
      given.add(AtomSet(permissions::judge(record.request, have).added));
  }
  return given;
}

/// What records prove to have been taken away, and no newer one to have been given back.
AtomSet GrantEvidence::revoked_by_records(const Holder& holder) const {
  AtomSet revoked;
  const auto node = scopes_.holders.find(holder);
  if (node == scopes_.holders.end()) return revoked;
  const auto have = tools_.book.target(holder);
  const auto newest = tools_.book.newest_record(holder);
  for (const auto& record : node->second.records) {
    const auto judgement = permissions::judge(record.request, have);
    if (record.request.action == RecordedRequest::Action::grant) {
      revoked = permissions::without(revoked, AtomSet(judgement.added));
    } else if (record.is_proven && record.event_time >= newest) {
      revoked.add(AtomSet(judgement.removed));
    }
  }
  return revoked;
}

}  // namespace lakemirror::pipeline
