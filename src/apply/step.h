#pragma once

#include <vector>

#include "model/change.h"

namespace lakemirror::apply {

/// Changes of a plan that go out together, by index.
struct Step {
  int rank = 0;  ///< steps of equal rank may run at the same time
  std::vector<std::size_t> changes = {};
};

/// Cuts an ordered plan into steps: partitions of one table and removed tables of one database are batched up
/// to the API's limits, everything else goes alone.
std::vector<Step> steps_of(const model::Plan& plan);

}  // namespace lakemirror::apply
