#include "apply/step.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::KeyKind;

namespace {

/// List limits of the API model.
constexpr std::size_t create_partitions_per_call = 100;
constexpr std::size_t update_partitions_per_call = 100;
constexpr std::size_t delete_partitions_per_call = 25;
constexpr std::size_t delete_tables_per_call = 100;

std::size_t batch_limit(const Change& change) {
  if (change.key.kind() == KeyKind::table && change.kind == ChangeKind::remove) return delete_tables_per_call;
  if (change.key.kind() != KeyKind::partition) return 1;
  switch (change.kind) {
    case ChangeKind::create:
      return create_partitions_per_call;
    case ChangeKind::update:
    case ChangeKind::replace:
      return update_partitions_per_call;
    case ChangeKind::remove:
      return delete_partitions_per_call;
  }
  return 1;
}

/// Parents and children never share a rank, so equal ranks may run together.
int rank_of(const Change& change) {
  const int depth = static_cast<int>(change.key.kind());
  return change.kind == ChangeKind::remove ? 100 - depth : depth;
}

bool go_together(const Change& a, const Change& b) {
  return a.kind == b.kind && a.key.kind() == b.key.kind() && a.key.parent() == b.key.parent();
}

}  // namespace

std::vector<Step> steps_of(const model::Plan& plan) {
  std::vector<Step> steps;
  // Creates and updates of one table's partitions may alternate in the plan: one open step for each kind.
  std::size_t open[4] = {};
  bool is_open[4] = {};
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const auto& change = plan.changes[i];
    const auto slot = static_cast<std::size_t>(change.kind);
    if (is_open[slot]) {
      Step& step = steps[open[slot]];
      const bool fits = step.changes.size() < batch_limit(change) &&
                        go_together(plan.changes[step.changes.front()], change);
      if (fits) {
        step.changes.push_back(i);
        continue;
      }
    }
    open[slot] = steps.size();
    is_open[slot] = true;
    steps.push_back({.rank = rank_of(change), .changes = {i}});
  }
  return steps;
}

}  // namespace lakemirror::apply
