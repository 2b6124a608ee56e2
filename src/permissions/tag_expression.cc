#include "permissions/tag_expression.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "permissions/names.h"

namespace lakemirror::permissions {

namespace {

std::string pair_text(const TagPair& pair) {
  return folded_segment(pair.key) + '=' + folded_list(pair.values);
}

}  // namespace

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
