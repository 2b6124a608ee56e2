#include "workload/comparison_rules.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace lakemirror::workload {
namespace {

// What Glue adds to an answer and no input can set (Glue API: Database, Table, Partition against
// DatabaseInput, TableInput, PartitionInput). "service" and "versions" are the dump's own words.
constexpr std::array<std::string_view, 16> service_owned = {"service",
                                                            "versions",
                                                            "CatalogId",
                                                            "DatabaseName",
                                                            "TableName",
                                                            "CreateTime",
                                                            "UpdateTime",
                                                            "CreationTime",
                                                            "CreatedBy",
                                                            "VersionId",
                                                            "IsRegisteredWithLakeFormation",
                                                            "IsMultiDialectView",
                                                            "IsMaterializedView",
                                                            "FederatedTable",
                                                            "Status",
                                                            "IcebergTableMetadata"};

constexpr std::array<std::string_view, 6> schemes = {
    "s3://", "s3a://", "s3n://", "arn:aws:s3:::", "arn:aws-cn:s3:::", "arn:aws-us-gov:s3:::"};

std::string_view scheme_of(std::string_view text) {
  for (const auto scheme : schemes) {
    if (text.starts_with(scheme)) return scheme;
  }
  return {};
}

std::string expected_single(std::string_view text, const BucketPairs& buckets) {
  const auto scheme = scheme_of(text);
  if (scheme.empty()) return std::string(text);
  const auto rest = text.substr(scheme.size());
  const std::pair<std::string, std::string>* best = nullptr;
  for (const auto& pair : buckets) {
    const bool matches =
        rest.starts_with(pair.first) && (rest.size() == pair.first.size() || rest[pair.first.size()] == '/');
    if (matches && (best == nullptr || pair.first.size() > best->first.size())) best = &pair;
  }
  if (best == nullptr) return std::string(text);
  return fmt::format("{}{}{}", scheme, best->second, rest.substr(best->first.size()));
}

bool holds_locations(std::string_view member) {
  return member == "Location" || member == "LocationUri" || member == "AdditionalLocations";
}

json::value renamed(const json::value& value, bool is_location, const BucketPairs& buckets);

json::object renamed_members(const json::object& object, bool all_are_locations, const BucketPairs& buckets) {
  json::object out;
  for (const auto& [name, value] : object) {
    // Every value of a parameter map may be a location; which one is depends on the engine that wrote it.
    const bool is_location = all_are_locations || holds_locations(name);
    if (name == "Parameters" && value.is_object()) {
      out[name] = renamed_members(value.get_object(), true, buckets);
    } else {
      out[name] = renamed(value, is_location, buckets);
    }
  }
  return out;
}

json::value renamed(const json::value& value, bool is_location, const BucketPairs& buckets) {
  if (const auto* text = value.if_string()) {
    if (!is_location) return value;
    return json::value(json::string(expected_location(std::string_view(*text), buckets)));
  }
  if (const auto* list = value.if_array()) {
    json::array out;
    for (const auto& element : *list) out.push_back(renamed(element, is_location, buckets));
    return out;
  }
  if (const auto* object = value.if_object()) return renamed_members(*object, false, buckets);
  return value;
}

std::string shown(const json::value& value) {
  constexpr std::size_t longest_shown = 200;  // a view's text may be 400 KB
  auto text = json::serialize(value);
  if (text.size() > longest_shown) text = text.substr(0, longest_shown) + "...";
  return text;
}

std::string object_difference(const json::object& expected, const json::object& found,
                              const std::string& path) {
  const auto below = [&](std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  };
  for (const auto& [name, value] : expected) {
    const auto* other = found.if_contains(name);
    if (other == nullptr)
      return fmt::format("{} is missing at the target (expected {})", below(name), shown(value));
    if (auto words = first_difference(value, *other, below(name)); !words.empty()) return words;
  }
  for (const auto& [name, value] : found) {
    if (!expected.contains(name))
      return fmt::format("{} is {} at the target and not at the source", below(name), shown(value));
  }
  return {};
}

bool same_number(const json::value& a, const json::value& b) {
  return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
}

}  // namespace

std::string expected_location(std::string_view text, const BucketPairs& buckets) {
  if (scheme_of(text).empty()) return std::string(text);
  // Some parameters hold a list of locations, separated by commas.
  std::string out;
  for (std::size_t start = 0;;) {
    const auto end = text.find(',', start);
    out += expected_single(text.substr(start, end == std::string_view::npos ? end : end - start), buckets);
    if (end == std::string_view::npos) return out;
    out += ',';
    start = end + 1;
  }
}

json::object own_content(const json::object& body) {
  json::object out;
  for (const auto& [name, value] : body) {
    if (std::find(service_owned.begin(), service_owned.end(), std::string_view(name)) ==
        service_owned.end()) {
      out[name] = value;
    }
  }
  return out;
}

json::object expected_body(const json::object& body, const BucketPairs& buckets) {
  return renamed_members(own_content(body), false, buckets);
}

std::string first_difference(const json::value& expected, const json::value& found, const std::string& path) {
  if (expected.is_object() && found.is_object()) {
    return object_difference(expected.get_object(), found.get_object(), path);
  }
  if (expected.is_array() && found.is_array()) {
    const auto& a = expected.get_array();
    const auto& b = found.get_array();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      if (auto words = first_difference(a[i], b[i], fmt::format("{}[{}]", path, i)); !words.empty())
        return words;
    }
    if (a.size() == b.size()) return {};
    return fmt::format("{} has {} elements, expected {}", path, b.size(), a.size());
  }
  if (expected == found || same_number(expected, found)) return {};
  return fmt::format("{} is {} at the target, expected {}", path, shown(found), shown(expected));
}

}  // namespace lakemirror::workload
