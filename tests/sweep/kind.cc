#include "sweep/kind.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenarios/scenario.h"
#include "scenarios/vocabulary.h"

namespace lakemirror::sweep {

namespace {

constexpr std::string_view kSteps[] = {"source", "target", "advance_seconds", "knobs", "follow"};

Result<json::object> object_in(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  LM_TRY(auto value, parse_json(text.str()));
  if (auto* object = value.if_object()) return std::move(*object);
  return fail(scenarios::broken("it is no object"));
}

Result<void> check_steps(const json::array& steps) {
  for (const auto& step : steps) {
    const auto& object = step.as_object();
    const bool known = std::ranges::any_of(kSteps, [&](auto name) { return object.contains(name); }) &&
                       !object.contains("fails");
    if (!known) return fail(scenarios::broken("a sweep has no such step: " + json::serialize(step)));
  }
  return {};
}

mapping::Mapping mapping_of(const workload::BucketPairs& buckets) {
  mapping::MappingSettings settings;
  settings.locations = *mapping::LocationMapping::create(buckets);
  return mapping::Mapping(std::move(settings));
}

}  // namespace

Result<Kind> Kind::read(const std::string& file) {
  LM_TRY(const auto object, object_in(file));
  LM_CHECK(scenarios::check_vocabulary(object));
  LM_CHECK(check_steps(*array_at(object, "steps")));
  workload::BucketPairs buckets;
  if (const auto* pairs = object_at(object, "buckets")) {
    for (const auto& pair : *pairs) buckets.emplace_back(pair.key(), pair.value().as_string());
  }
  Kind kind{.name = std::filesystem::path(file).parent_path().filename().string(),
            .buckets = buckets,
            .mapping = mapping_of(buckets),
            .steps = *array_at(object, "steps")};
  LM_CHECK(scenarios::read_settings(object, kind.settings));
  if (const auto* knobs = object_at(object, "knobs")) kind.knobs = *knobs;
  LM_CHECK(local::Knobs::parse(kind.knobs));
  return kind;
}

}  // namespace lakemirror::sweep
