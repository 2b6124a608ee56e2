#include <algorithm>

#include "diff/diff.h"

namespace lakemirror::diff {

using model::Change;
using model::ChangeKind;
using model::KeyKind;

namespace {

int rank_of(const Change& change) {
  const bool removal = change.kind == ChangeKind::remove;
  switch (change.key.kind()) {
    case KeyKind::catalog:
    case KeyKind::database:
      return removal ? 5 : 0;
    case KeyKind::table:
      return removal ? 4 : 1;
    case KeyKind::partition:
      return removal ? 3 : 2;
    default:
      break;  // Lake Formation's changes are put in order where they are made
  }
  return 0;
}

}  // namespace

model::Plan order(std::vector<Change> changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    const int rank_a = rank_of(a), rank_b = rank_of(b);
    return rank_a != rank_b ? rank_a < rank_b : a.key < b.key;
  });
  return {.changes = std::move(changes)};
}

}  // namespace lakemirror::diff
