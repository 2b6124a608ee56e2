#pragma once

#include "workload/comparison.h"

namespace lakemirror::workload {

void add_difference(Comparison& result, Difference difference, const ComparisonOptions& options);

/// Adds to `result` what differs between the Lake Formation of two dumps, and the counts of each kind.
void compare_lakes(const json::object& source_dump, const json::object& target_dump,
                   const ComparisonOptions& options, Comparison& result);

}  // namespace lakemirror::workload
