#include "pipeline/touched_grants.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Key;

GovernanceScopes::SubtreeNode* TouchedGrants::everything() const {
  const auto all = scopes_.all.find(model::KeyKind::grants);
  return all == scopes_.all.end() ? nullptr : &all->second;
}

std::optional<Time> TouchedGrants::below(const Holder& holder) const {
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

std::vector<GovernanceScopes::SubtreeNode*> TouchedGrants::policy_nodes(const Holder& holder) const {
  std::vector<GovernanceScopes::SubtreeNode*> nodes;
  if (scopes_.policies.empty()) return nodes;
  for (const auto& pair : holder.subject.expression().pairs()) {
    const auto found = scopes_.policies.find(Key::tag(pair.key));
    if (found != scopes_.policies.end()) nodes.push_back(&found->second);
  }
  return nodes;
}

std::optional<Time> TouchedGrants::unnamed(const Holder& holder) const {
  auto newest = below(holder);
  auto nodes = policy_nodes(holder);
  if (auto* all = everything()) nodes.push_back(all);
  for (const auto* node : nodes) newest = std::max(newest.value_or(Time::min()), node->event_time);
  return newest;
}

void TouchedGrants::tell(const WantedGrants& wanted, const Look& look) const {
  if (wanted.look != nullptr) *wanted.look = look;
  if (auto* all = everything()) all->digest.add(look);
  for (auto* node : policy_nodes(wanted.holder)) node->digest.add(look);
  const auto& object = wanted.holder.subject.hangs_on();
  if (!object) return;
  for (Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent()) {
    const auto found = scopes_.subtrees.find(at);
    if (found != scopes_.subtrees.end()) found->second.digest.add(look);
  }
}

}  // namespace lakemirror::pipeline
