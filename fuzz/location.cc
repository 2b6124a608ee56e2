#include "base/text.h"
#include "mapping/location_mapping.h"
#include "promise.h"

using lakemirror::mapping::LocationMapping;

namespace {

const std::vector<LocationMapping::Rule> rules = {
    {"data", "data-west"}, {"data/raw", "raw"}, {"a", "b"}, {"b", "a"}};

std::vector<LocationMapping::Rule> turned_around() {
  auto out = rules;
  for (auto& [from, to] : out) std::swap(from, to);
  return out;
}

/// What no rule covers stays as it is; what one covers is a location still.
LocationMapping::Mapped check(const LocationMapping& mapping, const std::string& text) {
  auto mapped = mapping.map(text);
  const bool location = LocationMapping::is_location(text);
  promise(location == (mapped.outcome != LocationMapping::Outcome::not_a_location), "map() knows a location");
  if (mapped.outcome == LocationMapping::Outcome::mapped) {
    promise(LocationMapping::is_location(mapped.text), "a mapped location is a location");
    promise(text.substr(0, 4) == mapped.text.substr(0, 4), "a location keeps its scheme");
  } else {
    promise(mapped.text == text, "what no rule covers stays as it is");
  }
  return mapped;
}

/// The first two lines are a rule, the third is a location.
void check_own_rule(const std::string& text) {
  const auto lines = lakemirror::split(text, '\n');
  if (lines.size() != 3) return;
  const auto mapping = LocationMapping::create({{lines[0], lines[1]}});
  if (!mapping) return;
  check(*mapping, lines[2]);
  const auto source = check(*mapping, "s3://" + lines[0]);
  if (lakemirror::trim(lines[0]) == lines[0] && !LocationMapping::is_location(lines[0]))
    promise(source.outcome == LocationMapping::Outcome::mapped, "a rule covers its own source");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto there = LocationMapping::create(rules);
  static const auto back = LocationMapping::create(turned_around());
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto mapped = check(*there, text);
  if (mapped.outcome == LocationMapping::Outcome::mapped)
    promise(check(*back, mapped.text).text == text, "the rules turned around lead back, to the letter");
  check_own_rule(text);
  return 0;
}
