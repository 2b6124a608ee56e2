#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "permissions/grant.h"

namespace lakemirror::drift {

/// One kind of real difference between two sets of grants.
struct Difference {
  std::string_view name;
  /// Changes the grant at `at`, or the set, so that it gives something else. False where it does not fit.
  bool (*make)(std::vector<permissions::Grant>& grants, std::size_t at, Random& random);
};

/// All that are known: everything in which two rows of a listing can differ.
std::span<const Difference> differences();

}  // namespace lakemirror::drift
