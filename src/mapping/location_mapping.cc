#include "mapping/location_mapping.h"

#include <algorithm>

#include "base/text.h"

namespace lakemirror::mapping {

namespace {

/// Where the bucket begins in `text`, or npos when it is no S3 location. An S3 ARN with a Region or an
/// account (an access point) begins with no bucket either, but see is_access_point.
std::size_t bucket_start(std::string_view text) {
  for (const std::string_view scheme : {"s3://", "s3a://", "s3n://"}) {
    if (equal_ignoring_case(text.substr(0, scheme.size()), scheme)) return scheme.size();
  }
  for (const std::string_view arn : {"arn:aws:s3:::", "arn:aws-cn:s3:::", "arn:aws-us-gov:s3:::"}) {
    if (text.starts_with(arn)) return arn.size();
  }
  return std::string_view::npos;
}

/// An access point's ARN names a Region, so it is a location that has to differ at the target, though no
/// bucket rule can say how.
bool is_access_point(std::string_view text) {
  constexpr std::size_t longest_head = 80;  // partition, Region and account come before the word
  return (text.starts_with("arn:aws:s3:") || text.starts_with("arn:aws-cn:s3:") ||
          text.starts_with("arn:aws-us-gov:s3:")) &&
         text.substr(0, longest_head).find(":accesspoint/") != std::string_view::npos;
}

constexpr std::size_t longest_bucket = 255;  // of buckets made before 2018; 63 since

/// A word with blanks where the bucket should be is prose that begins like a location, not a location. A
/// variable such as ${bucket} may stand there, and is then a location that no rule covers.
bool could_be_bucket(std::string_view text) {
  return !text.empty() && text.size() <= longest_bucket &&
         text.find_first_of(" \t\r\n,;\"'") == std::string_view::npos;
}

/// Upper case and underscores are of buckets made before 2018.
bool is_bucket_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_bucket && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

struct Place {
  std::string_view bucket;
  std::string_view prefix;  ///< without slashes at its ends
};

/// Reads one side of a rule.
Place read_side(std::string_view side) {
  side = trim(side);
  if (const std::size_t start = bucket_start(side); start != std::string_view::npos)
    side.remove_prefix(start);
  while (side.ends_with('/')) side.remove_suffix(1);
  const std::size_t slash = side.find('/');
  if (slash == std::string_view::npos) return {side, {}};
  return {side.substr(0, slash), side.substr(slash + 1)};
}

Error bad_rule(const LocationMapping::Rule& rule, std::string message) {
  return {.kind = ErrorKind::invalid,
          .operation = "read location mapping",
          .subject = rule.first,
          .message = std::move(message)};
}

/// `path` is what follows the bucket: empty, or beginning with a slash.
bool covers(std::string_view prefix, std::string_view path) {
  if (prefix.empty()) return true;
  if (path.empty() || path.substr(1, prefix.size()) != prefix) return false;
  return path.size() == prefix.size() + 1 || path[prefix.size() + 1] == '/';
}

}  // namespace

Result<LocationMapping> LocationMapping::create(const std::vector<Rule>& rules) {
  LocationMapping mapping;
  for (const Rule& rule : rules) LM_CHECK(mapping.add(rule));
  for (auto& [bucket, of_bucket] : mapping.by_bucket_) {
    std::sort(of_bucket.begin(), of_bucket.end(),
              [](const PrefixRule& a, const PrefixRule& b) { return a.prefix.size() > b.prefix.size(); });
  }
  return mapping;
}

Result<void> LocationMapping::add(const Rule& rule) {
  const Place from = read_side(rule.first);
  const Place to = read_side(rule.second);
  for (const std::string_view bucket : {from.bucket, to.bucket}) {
    if (!is_bucket_name(bucket)) {
      return fail(bad_rule(rule, "'" + rule.first + "' -> '" + rule.second + "': '" + std::string(bucket) +
                                     "' is no bucket name; write 'bucket' or 'bucket/prefix'"));
    }
  }
  std::string target = place(rule.second);
  std::vector<PrefixRule>& of_bucket = by_bucket_[std::string(from.bucket)];
  for (const PrefixRule& known : of_bucket) {
    if (known.prefix != from.prefix) continue;
    if (known.target == target) return {};
    return fail(bad_rule(
        rule, "'" + rule.first + "' is mapped twice, to '" + known.target + "' and to '" + target + "'"));
  }
  of_bucket.push_back({std::string(from.prefix), std::move(target)});
  return {};
}

const LocationMapping::PrefixRule* LocationMapping::find(std::string_view bucket,
                                                         std::string_view path) const {
  const auto of_bucket = by_bucket_.find(bucket);
  if (of_bucket == by_bucket_.end()) return nullptr;
  for (const PrefixRule& rule : of_bucket->second) {
    if (covers(rule.prefix, path)) return &rule;
  }
  return nullptr;
}

std::string LocationMapping::place(std::string_view side) {
  const Place read = read_side(side);
  return std::string(read.bucket) + (read.prefix.empty() ? "" : "/") + std::string(read.prefix);
}

bool LocationMapping::is_location(std::string_view text) {
  const std::size_t start = bucket_start(text);
  if (start == std::string_view::npos) return is_access_point(text);
  return could_be_bucket(text.substr(start, text.find('/', start) - start));
}

LocationMapping::Mapped LocationMapping::map(std::string_view location) const {
  if (!is_location(location)) return {std::string(location), Outcome::not_a_location};
  const std::size_t start = bucket_start(location);
  if (start == std::string_view::npos) return {std::string(location), Outcome::unmapped};
  const std::size_t slash = std::min(location.find('/', start), location.size());
  const std::string_view path = location.substr(slash);
  const PrefixRule* rule = find(location.substr(start, slash - start), path);
  if (rule == nullptr) return {std::string(location), Outcome::unmapped};
  std::string text(location.substr(0, start));
  text += rule->target;
  text += rule->prefix.empty() ? path : path.substr(rule->prefix.size() + 1);
  return {std::move(text), Outcome::mapped};
}

}  // namespace lakemirror::mapping
