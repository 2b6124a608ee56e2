#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace lakemirror::model {

/// How many of the observed values fell into which bucket. `bounds` are the buckets' upper ends, ascending;
/// what is larger than the last one has a bucket of its own.
struct Histogram {
  std::vector<double> bounds = {};
  std::vector<std::uint64_t> counts = std::vector<std::uint64_t>(1);  ///< one more than bounds
  double sum = 0;

  explicit Histogram(std::vector<double> upper_ends = {})
      : bounds(std::move(upper_ends)), counts(bounds.size() + 1) {}

  void add(double value) {
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
    ++counts[static_cast<std::size_t>(bucket)];
    sum += value;
  }
};

}  // namespace lakemirror::model
