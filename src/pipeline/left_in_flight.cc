#include "pipeline/left_in_flight.h"

#include <algorithm>
#include <set>

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

/// Stands for every permission: they are read all at once anyhow.
constexpr std::string_view all_grants = "grants";

void add_tree(const ScopeTree& tree, std::set<std::string>& keys) {
  if (tree.whole) keys.insert(Key().text());
  for (const auto& [name, database] : tree.databases) {
    keys.insert(Key::database(name).text());
    if (database.whole) continue;
    for (const auto& [table, node] : database.tables) keys.insert(Key::table(name, table).text());
  }
}

}  // namespace

std::vector<std::string> keys_in_flight(const ScopeTree& tree, const std::deque<ScopeTree>& behind,
                                        const GovernanceScopes& scopes) {
  std::set<std::string> keys;
  add_tree(tree, keys);
  for (const auto& next : behind) add_tree(next, keys);
  for (const auto& [key, look] : scopes.objects) keys.insert(key.text());
  if (scopes.has_grants() || !scopes.all.empty()) keys.emplace(all_grants);
  return {keys.begin(), keys.end()};
}

void LeftInFlight::add_key(const std::string& text, ScopeTree& tree, GovernanceScopes* scopes,
                           const DatabaseFilter& filter) {
  if (text == all_grants) {
    if (scopes != nullptr) {
      scopes->all[KeyKind::grants];
      scopes->all[KeyKind::assignment];
    }
    return;
  }
  auto key = Key::parse(text);
  if (!key) return;  // of a version that knows more kinds: what it changed has its events
  // What is granted on it may have gone with a location that was to be registered anew.
  if (key->kind() == KeyKind::location && scopes != nullptr) scopes->all[KeyKind::grants];
  if (model::is_governance(key->kind())) {
    if (scopes != nullptr && filter.admits(key->database_name())) looks_.push_back(&scopes->objects[*key]);
    return;
  }
  if (key->kind() == KeyKind::partition) key = key->parent();
  if (key->kind() == KeyKind::catalog || filter.admits(key->database_name()))
    refs_.push_back(tree.add({*key, true}, Time::min(), true));
}

void LeftInFlight::add_to(ScopeTree& tree, GovernanceScopes* scopes, const DatabaseFilter& filter, Time now) {
  refs_.clear();
  looks_.clear();
  if (in_flight_ == nullptr) return;
  left_ = in_flight_->left();
  for (std::size_t i = 0; i < left_.size(); ++i) {
    const bool is_due = i >= looked_at_ || left_[i].until + read_settle_ <= now;
    if (!is_due) continue;
    for (const auto& key : left_[i].keys) add_key(key, tree, scopes, filter);
  }
}

bool LeftInFlight::is_all_seen(const ScopeTree& tree) const {
  const auto is_seen = [&](const ScopeTree::Ref& ref) {
    const auto result = tree.result_of(ref);
    return result.complete() && result.error() == nullptr;
  };
  return std::all_of(refs_.begin(), refs_.end(), is_seen) &&
         std::all_of(looks_.begin(), looks_.end(), [](const Look* look) { return !look->error; });
}

Result<void> LeftInFlight::looked(const ScopeTree& tree, Time begun) {
  if (in_flight_ == nullptr || left_.empty() || !is_all_seen(tree)) return {};
  looked_at_ = std::max(looked_at_, left_.size());
  const auto waits = std::find_if(left_.begin(), left_.end(),
                                  [&](const auto& left) { return left.until + read_settle_ > begun; });
  const auto settled = static_cast<std::size_t>(waits - left_.begin());
  left_.clear();
  if (settled == 0) return {};
  looked_at_ -= settled;
  return in_flight_->settle_left(settled);
}

}  // namespace lakemirror::pipeline
