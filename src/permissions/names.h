#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lakemirror::permissions {

/// The forms that names in lists have here: sorted, each once, so that the order given does not matter.

/// Folded, as Glue stores column names.
std::vector<std::string> canonical_columns(const std::vector<std::string>& names);
/// With their case; of values that differ only in case, one.
std::vector<std::string> canonical_tag_values(std::vector<std::string> values);

/// Names as part of a text that is equal for names that differ only in case: "a,b".
std::string folded_segment(std::string_view name);
std::string folded_list(const std::vector<std::string>& names);

}  // namespace lakemirror::permissions
