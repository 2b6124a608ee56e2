#pragma once

#include <string_view>

namespace lakemirror::simulate {

/// What an event name or an operation is about.
enum class Noun {
  database,
  table,
  partition,
  version,
  grants,
  assignment,
  filter,
  tag,
  expression,
  location,
  settings,
  other,
};

/// "BatchGetPartition" and "CreatePartition" are both about partitions.
Noun noun_of(std::string_view name);
bool is_of_catalog(Noun noun);

}  // namespace lakemirror::simulate
