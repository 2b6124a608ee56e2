#include "scenarios/run.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "scenarios/scenario.h"
#include "scenarios/vocabulary.h"

namespace lakemirror::scenarios {

namespace {

Outcome outcome_of(const Error& error, std::string_view where = {}) {
  return {.verdict = is_broken(error) ? Verdict::broken : Verdict::unmet,
          .why = std::string(where) + error.text()};
}

Outcome run(const json::object& file) {
  if (const auto known = check_vocabulary(file); !known) return outcome_of(known.error());
  auto scenario = Scenario::create(file);
  if (!scenario) return outcome_of(scenario.error());
  std::size_t number = 0;
  for (const auto& step : file.at("steps").as_array()) {
    ++number;
    if (const auto ran = (*scenario)->run(step.as_object()); !ran)
      return outcome_of(ran.error(), fmt::format("step {} {}: ", number, json::serialize(step)));
  }
  return {};
}

}  // namespace

Outcome run_text(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return {.verdict = Verdict::broken, .why = parsed.error().text()};
  // A member of another type than it should have throws.
  try {
    return run(parsed->as_object());
  } catch (const std::exception& failure) {
    return {.verdict = Verdict::broken, .why = failure.what()};
  }
}

Outcome run_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return run_text(text.str());
}

}  // namespace lakemirror::scenarios
