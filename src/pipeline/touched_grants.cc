#include "pipeline/touched_grants.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Key;

GovernanceScopes::SubtreeNode* TouchedGrants::everything() const {
  const auto all = scopes_.all.find(model::KeyKind::grants);
  return all == scopes_.all.end() ? nullptr : &all->second;
}

std::optional<Time> TouchedGrants::below(const Holder& holder) const {
  Nodes subtrees;
  add_subtrees(holder, subtrees);
  return newest(subtrees);
}

TouchedGrants::Nodes TouchedGrants::nodes(const Holder& holder) const {
  Nodes nodes;
  add_subtrees(holder, nodes);
  add_policies(holder, nodes);
  if (auto* all = everything()) nodes.push_back(all);
  return nodes;
}

void TouchedGrants::add_subtrees(const Holder& holder, Nodes& nodes) const {
  const auto& object = holder.subject.hangs_on();
  if (!object || scopes_.subtrees.empty()) return;
  for (Key at = *object; at.kind() != model::KeyKind::catalog; at = at.parent()) {
    const auto found = scopes_.subtrees.find(at);
    if (found != scopes_.subtrees.end()) nodes.push_back(&found->second);
  }
}

void TouchedGrants::add_policies(const Holder& holder, Nodes& nodes) const {
  if (scopes_.policies.empty()) return;
  for (const auto& pair : holder.subject.expression().pairs()) {
    const auto found = scopes_.policies.find(Key::tag(pair.key));
    if (found != scopes_.policies.end()) nodes.push_back(&found->second);
  }
}

std::optional<Time> TouchedGrants::newest(const Nodes& nodes) {
  std::optional<Time> newest;
  for (const auto* node : nodes) newest = std::max(newest.value_or(Time::min()), node->event_time);
  return newest;
}

void TouchedGrants::tell(const WantedGrants& wanted, const Look& look) const {
  if (wanted.look != nullptr) *wanted.look = look;
  for (auto* node : nodes(wanted.holder)) node->digest.add(look);
}

}  // namespace lakemirror::pipeline
