// Properties that hold for whatever rules and texts there are, over an alphabet small enough for names to
// collide.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "mapping/mapping.h"

namespace lakemirror::mapping {
namespace {

using Outcome = LocationMapping::Outcome;
using Segments = std::vector<std::string>;

rc::Gen<std::string> segment() {
  return rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab-."))));
}

rc::Gen<Segments> path() {
  const auto word = rc::gen::element<std::string>("a", "b", "ab", "a-b");
  return rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<Segments>(word)));
}

/// Rules with distinct sources, as segments.
using SegmentRules = std::vector<std::pair<Segments, Segments>>;
rc::Gen<SegmentRules> some_rules() {
  return rc::gen::resize(8, rc::gen::uniqueBy<SegmentRules>(rc::gen::pair(path(), path()),
                                                            [](const auto& rule) { return rule.first; }));
}

LocationMapping build(const SegmentRules& rules) {
  std::vector<LocationMapping::Rule> list;
  for (const auto& [from, to] : rules) list.emplace_back(join(from, "/"), join(to, "/"));
  auto made = LocationMapping::create(list);
  RC_ASSERT(made.has_value());
  return std::move(*made);
}

/// The definition, said the slow way: of the rules whose segments begin the location's, the one with the
/// most.
std::optional<Segments> expected(const SegmentRules& rules, const Segments& location) {
  const std::pair<Segments, Segments>* best = nullptr;
  for (const auto& rule : rules) {
    const Segments& from = rule.first;
    if (from.size() > location.size() || !std::equal(from.begin(), from.end(), location.begin())) continue;
    if (best == nullptr || from.size() > best->first.size()) best = &rule;
  }
  if (best == nullptr) return std::nullopt;
  Segments mapped = best->second;
  mapped.insert(mapped.end(), location.begin() + static_cast<std::ptrdiff_t>(best->first.size()),
                location.end());
  return mapped;
}

RC_GTEST_PROP(LocationMappingProperty, TheRuleWithTheMostWholeSegmentsDecides, ()) {
  const auto rules = *some_rules();
  const auto location = *path();
  const auto scheme = *rc::gen::element<std::string>("s3://", "s3a://", "s3n://", "arn:aws:s3:::");
  const auto tail = *rc::gen::element<std::string>("", "/");
  const auto mapped = build(rules).map(scheme + join(location, "/") + tail);
  const auto wanted = expected(rules, location);
  RC_CLASSIFY(wanted.has_value(), "covered");
  RC_ASSERT(mapped.outcome == (wanted ? Outcome::mapped : Outcome::unmapped));
  RC_ASSERT(mapped.text == scheme + join(wanted.value_or(location), "/") + tail);
}

RC_GTEST_PROP(LocationMappingProperty, ALongerLastSegmentIsAnotherSegment, ()) {
  const auto from = *path();
  const auto more = *segment();
  const auto mapping = build({{from, {"target"}}});
  const std::string text = "s3://" + join(from, "/") + more + "/t";
  RC_ASSERT(mapping.map(text).outcome == Outcome::unmapped);
  RC_ASSERT(mapping.map(text).text == text);
}

RC_GTEST_PROP(LocationMappingProperty, SwappingTwoPlacesIsUndoneBySwappingAgain, ()) {
  const auto bucket_a = *segment();
  const auto bucket_b = *rc::gen::distinctFrom(segment(), bucket_a);
  const auto mapping = build({{{bucket_a}, {bucket_b}}, {{bucket_b}, {bucket_a}}});
  const auto rest = *path();
  const std::string text = "s3://" + bucket_a + "/" + join(rest, "/");
  const std::string swapped = mapping.map(text).text;
  RC_ASSERT(swapped == "s3://" + bucket_b + "/" + join(rest, "/"));
  RC_ASSERT(mapping.map(swapped).text == text);
}

RC_GTEST_PROP(LocationMappingProperty, AnyKeyBehindTheMatchIsKeptByteForByte, (const std::string& key)) {
  RC_ASSERT(build({{{"a", "b"}, {"c"}}}).map("s3://a/b/" + key).text == "s3://c/" + key);
}

RC_GTEST_PROP(MappingProperty, ValuesThatAreNoLocationAreLeftAlone,
              (const std::string& before, const std::string& after)) {
  const Mapping mapping({.locations = build({{{"a"}, {"b"}}})});
  const std::string text = "x" + before + "s3://a/k" + after;
  const json::object body = {{"Description", text},
                             {"Parameters", {{text, text}, {"path", text}, {before, before}}},
                             {"StorageDescriptor", {{"SerdeInfo", {{"Parameters", {{"path", text}}}}}}}};
  RC_PRE(!LocationMapping::is_location(before));
  std::vector<std::string> unmapped;
  RC_ASSERT(mapping.table(body, &unmapped) == body);
  RC_ASSERT(unmapped.empty());
}

RC_GTEST_PROP(MappingProperty, EachElementOfAListIsMappedAsIfItStoodAlone, ()) {
  const auto rules = *some_rules();
  const auto paths = *rc::gen::nonEmpty(rc::gen::container<std::vector<Segments>>(path()));
  const auto separator = *rc::gen::element<std::string>(",", ", ", ",\n");
  const LocationMapping locations = build(rules);
  std::vector<std::string> before, after, uncovered;
  for (const Segments& one : paths) {
    before.push_back("s3://" + join(one, "/"));
    const auto mapped = locations.map(before.back());
    after.push_back(mapped.text);
    if (mapped.outcome == Outcome::unmapped) uncovered.push_back(mapped.text);
  }
  std::vector<std::string> unmapped;
  const json::object result =
      Mapping({.locations = locations})
          .partition({{"Parameters", {{"list", join(before, separator)}}}}, &unmapped);
  RC_ASSERT(text_or(*object_at(result, "Parameters"), "list") == join(after, separator));
  RC_ASSERT(unmapped == uncovered);
}

}  // namespace
}  // namespace lakemirror::mapping
