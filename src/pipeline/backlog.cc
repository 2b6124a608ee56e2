#include "pipeline/backlog.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::KeyKind;

void Backlog::add(const model::Entry& entry, translate::Touch touched, Time now) {
  Item item;
  item.result = {.event_id = entry.event.event_id,
                 .event_name = *event_names_.insert(entry.event.event_name).first,
                 .event_time = entry.event.event_time,
                 .attempts = entry.attempts,
                 .failed_since = entry.failed_since,
                 .missing_since = entry.missing_since,
                 .last_error = entry.failed_since ? entry.error : std::string(),
                 .last_hint = entry.failed_since ? entry.hint : std::string(),
                 .was_parked = entry.flag == model::ProcessedFlag::parked,
                 .was_replicated = entry.outcome == model::OutcomeKind::replicated};
  item.result.ignored = std::move(touched.ignored);
  if (touched.malformed) item.result.malformed = std::make_shared<const Error>(std::move(*touched.malformed));
  if (terms_ == nullptr && entry.event.event_source.starts_with("lakeformation.")) {
    item.result.ignored = "Lake Formation is not replicated: lake_formation or sync_lf_permissions is False";
  } else if (touched.touches()) {
    add_governance(entry, touched, item);
    add_scopes(entry, touched.scopes, now, item);
    if (item.looks_at_nothing() && !item.left_alone.empty() && !item.result.malformed)
      item.result.ignored = item.left_alone;
  }
  items_.push_back(std::move(item));
}

void Backlog::add_scopes(const model::Entry& entry, const std::vector<model::Scope>& scopes, Time now,
                         Item& item) {
  const bool alive = entry.event.event_name.find("Delete") == std::string::npos;
  item.refs.reserve(scopes.size());
  for (const auto& scope : scopes) {
    if (item.result.keys.size() < max_keys_told) item.result.keys.push_back(scope.key.text());
    if (entry.attempts == 0 && scope.key.kind() != KeyKind::catalog) fresh_keys_.add(scope.key);
    if (model::is_governance(scope.key.kind())) continue;
    if (scope.key.kind() == KeyKind::catalog && whole_catalog_from_ > now) {
      item.result.waits_until = whole_catalog_from_;
      continue;
    }
    if (leaves_alone(scope.key, item)) continue;
    item.refs.push_back(tree_.add(scope, entry.event.event_time, alive));
  }
  if (scopes.size() > max_keys_told)
    item.result.keys.push_back("and " + std::to_string(scopes.size() - max_keys_told) + " more");
}

bool Backlog::leaves_alone(const model::Key& key, Item& item) const {
  const auto name = key.database_name();
  if (name.empty()) return false;
  auto reason = filter_.reason_to_leave(name);
  if (reason) item.left_alone = std::move(*reason);
  return reason.has_value();
}

/// A table or tag that was made or went takes along what used it, and leaves no record of that.
void Backlog::add_governance(const model::Entry& entry, const translate::Touch& touched, Item& item) {
  for (const auto& scope : touched.scopes) {
    if (!model::is_governance(scope.key.kind()) || scope.key.kind() == KeyKind::grants) continue;
    if (leaves_alone(scope.key, item)) continue;
    item.looks.push_back(&governance_.objects[scope.key]);
    if (scope.key.kind() == KeyKind::location) add_location(entry, scope.key, item);
    if (scope.subtree) {
      if (scope.key.kind() == KeyKind::tag)
        add_unnamed(entry, {.kind = KeyKind::assignment, .within = model::Key()}, item);
      add_unnamed(entry, {.kind = KeyKind::grants, .within = model::Key()}, item);
    } else if (scope.key.kind() == KeyKind::tag) {
      // A value that comes, or comes back, gives the permissions that name it their meaning.
      add_node(entry, governance_.policies[scope.key], item);
    }
  }
  for (const auto& grant : touched.grants) add_grant(entry, grant, item);
  for (const auto& unnamed : touched.unnamed) add_unnamed(entry, unnamed, item);
}

/// An earlier look that failed may have registered it anew without coming to what is granted on it.
void Backlog::add_location(const model::Entry& entry, const model::Key& key, Item& item) {
  std::vector<std::string> unmapped;
  const auto arn = terms_->mapping.location_arn(key.name(), &unmapped);
  auto& node = governance_.locations[model::Key::location(arn)];
  node.look = &governance_.objects[key];
  const bool was_told_to_be_tried_again = entry.attempts > 0 && !entry.outcome;
  if (entry.failed_since || was_told_to_be_tried_again) node.may_be_anew = true;
  item.digests.push_back(&node.digest);
}

void Backlog::add_grant(const model::Entry& entry, const translate::RecordedGrant& grant, Item& item) {
  auto at_target = terms_->at_target(grant.request.grant);
  if (!at_target) {
    // The other entries of a batch are done all the same.
    item.looks.push_back(&unmapped_.emplace_back(Look::failed(Time::max(), at_target.error())));
    return;
  }
  if (terms_->is_left_out(at_target->principal)) {
    item.left_alone = "grants to other accounts are not made: cross_account_grants is False";
    return;
  }
  at_target->resource = resources_.shared(at_target->resource);
  const auto object = at_target->resource.hangs_on();
  if (object && leaves_alone(*object, item)) return;
  auto& node = governance_.holders[{at_target->principal, at_target->resource.subject()}];
  node.newest = std::max(node.newest, entry.event.event_time);
  node.records.push_back({.event_id = entry.event.event_id,
                          .event_time = entry.event.event_time,
                          .request = {.action = grant.request.action, .grant = *std::move(at_target)},
                          .is_proven = grant.is_proven});
  item.looks.push_back(&node.look);
}

void Backlog::add_unnamed(const model::Entry& entry, const translate::UnnamedKeys& unnamed, Item& item) {
  if (leaves_alone(unnamed.within, item)) return;
  add_node(entry,
           unnamed.within.kind() == KeyKind::catalog ? governance_.all[unnamed.kind]
                                                     : governance_.subtrees[unnamed.within],
           item);
}

void Backlog::add_node(const model::Entry& entry, GovernanceScopes::SubtreeNode& node, Item& item) {
  node.event_time = std::max(node.event_time, entry.event.event_time);
  item.digests.push_back(&node.digest);
}

}  // namespace lakemirror::pipeline
