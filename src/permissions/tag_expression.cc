#include "permissions/tag_expression.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace lakemirror::permissions {

namespace {

std::string pair_text(const TagPair& pair) {
  return folded_segment(pair.key) + '=' + folded_list(pair.values);
}

}  // namespace

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

TagExpression::TagExpression(std::vector<TagPair> pairs) : pairs_(std::move(pairs)) {
  for (TagPair& pair : pairs_) pair.values = canonical_tag_values(std::move(pair.values));
  const auto text_of = [](const TagPair& pair) { return std::pair(pair_text(pair), pair.key); };
  std::ranges::sort(pairs_, {}, text_of);
  const auto same = [](const TagPair& a, const TagPair& b) { return pair_text(a) == pair_text(b); };
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end(), same), pairs_.end());
  std::vector<std::string> texts;
  for (const TagPair& pair : pairs_) texts.push_back(pair_text(pair));
  text_ = join(texts, ";");
}

}  // namespace lakemirror::permissions
