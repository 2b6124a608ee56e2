#pragma once

#include <string>
#include <vector>

namespace lakemirror::permissions {

/// An LF-tag key and some of its values.
struct TagPair {
  std::string key;
  std::vector<std::string> values;
};

/// Which LF-tags a resource must carry: every key with any of its values. Free of the order in which keys and
/// values were given. AWS documents that keys and values are stored in lower case, and mixed case has been
/// seen to come back; so they are kept as given, and two expressions that differ only in case are equal.
class TagExpression {
 public:
  TagExpression() = default;
  explicit TagExpression(std::vector<TagPair> pairs);

  /// Sorted by key; the values of each sorted and named once.
  const std::vector<TagPair>& pairs() const { return pairs_; }
  /// Equal exactly for equal expressions: "domain=sales,finance;tier=gold", folded and percent-escaped.
  const std::string& text() const { return text_; }

  friend bool operator==(const TagExpression& a, const TagExpression& b) { return a.text_ == b.text_; }

 private:
  std::vector<TagPair> pairs_;
  std::string text_;
};

}  // namespace lakemirror::permissions
