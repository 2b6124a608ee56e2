#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace lakemirror::workload {

/// Names that real catalogs have and that careless code breaks on: upper case, dots, spaces, percent and
/// equals signs, letters outside ASCII.
class Names {
 public:
  /// `first` shifts which of the names come first, so that a small catalog meets all of them, seed by seed.
  Names(Random& random, std::size_t spellings, std::size_t first)
      : random_(random), spellings_(spellings), first_(first) {}

  /// The name with that number; folded, as Glue keeps it. Distinct for distinct numbers.
  std::string database(std::size_t number) const;
  std::string table(std::size_t number) const;

  /// One of several ways to write a folded name, all of which mean the same to Glue.
  std::string spelled(std::string_view folded);
  /// A value for a partition key of that type ("string", "int", "date"). Strings hold what paths and lists
  /// trip over.
  std::string partition_value(std::string_view type);

 private:
  Random& random_;
  std::size_t spellings_;
  std::size_t first_;
};

template <class T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[random.below(from.size())];
}

}  // namespace lakemirror::workload
