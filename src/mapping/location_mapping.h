#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lakemirror::mapping {

/// Turns S3 locations of the source into those of the target: a rule maps a bucket, or a bucket and a prefix,
/// to another. The rule with the longest matching prefix wins, and prefixes match whole path segments only: a
/// rule for `data/raw` says nothing about `data/raw-old`. One rule is applied once, so swapping two buckets
/// is two rules. Immutable once made; safe for concurrent use.
class LocationMapping {
 public:
  /// {"bucket" or "bucket/prefix" at the source, the same at the target}.
  using Rule = std::pair<std::string, std::string>;

  /// No rules: every location stays as it is, and is unmapped.
  LocationMapping() = default;

  /// A rule's sides may be written with a scheme and with a trailing slash; neither means anything. The Error
  /// is `invalid`, with the rule's source side as its subject, when a side names no bucket or when two rules
  /// give one source different targets.
  static Result<LocationMapping> create(const std::vector<Rule>& rules);

  enum class Outcome {
    mapped,          ///< a rule covers it, be it one that maps a bucket to itself
    unmapped,        ///< an S3 location that no rule covers; the text stays as it was
    not_a_location,  ///< anything else; the text stays as it was
  };
  struct Mapped {
    std::string text;
    Outcome outcome = Outcome::not_a_location;
  };

  /// Maps one location: s3://, s3a://, s3n:// (in any case) or an S3 ARN. Scheme, trailing slash and every
  /// character of the key after the matched prefix are kept as they are.
  Mapped map(std::string_view location) const;

  /// True for what map() would not call not_a_location. Looks at the beginning of `text` only.
  static bool is_location(std::string_view text);

  /// One side of a rule as it is meant: "bucket" or "bucket/prefix", without a scheme or slashes at its end.
  static std::string place(std::string_view side);

  bool empty() const { return by_bucket_.empty(); }

 private:
  struct PrefixRule {
    std::string prefix;  ///< without slashes at its ends; empty for the whole bucket
    std::string target;  ///< "bucket" or "bucket/prefix"
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  const PrefixRule* find(std::string_view bucket, std::string_view path) const;
  Result<void> add(const Rule& rule);

  /// Rules of a bucket, longest prefix first.
  std::unordered_map<std::string, std::vector<PrefixRule>, TextHash, std::equal_to<>> by_bucket_;
};

}  // namespace lakemirror::mapping
