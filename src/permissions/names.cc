#include "permissions/names.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::permissions {

std::vector<std::string> canonical_columns(const std::vector<std::string>& names) {
  std::vector<std::string> folded;
  folded.reserve(names.size());
  for (const std::string& name : names) folded.push_back(fold(name));
  std::ranges::sort(folded);
  folded.erase(std::unique(folded.begin(), folded.end()), folded.end());
  return folded;
}

std::string folded_segment(std::string_view name) { return percent_encode(fold(name), "*"); }

std::string folded_list(const std::vector<std::string>& names) {
  std::vector<std::string> segments;
  segments.reserve(names.size());
  for (const std::string& name : names) segments.push_back(folded_segment(name));
  return join(segments, ",");
}

std::vector<std::string> canonical_tag_values(std::vector<std::string> values) {
  const auto less = [](const std::string& a, const std::string& b) {
    const std::string x = fold(a), y = fold(b);
    return x != y ? x < y : a < b;
  };
  std::ranges::sort(values, less);
  const auto same = [](const std::string& a, const std::string& b) { return fold(a) == fold(b); };
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
  return values;
}

}  // namespace lakemirror::permissions
