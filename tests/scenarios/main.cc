#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "scenarios/scenario.h"

using namespace lakemirror;

/// scenarios FILE...: runs each; exit 1 when any does not hold.
int main(int argc, char** argv) {
  int failed = 0;
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i]);
    std::stringstream text;
    text << file.rdbuf();
    const auto parsed = parse_json(text.str());
    if (!parsed || !parsed->is_object() || array_at(parsed->get_object(), "steps") == nullptr) {
      fmt::print("FAILED {}: {}\n", argv[i], parsed ? "it has no steps" : parsed.error().text());
      ++failed;
      continue;
    }
    auto scenario = scenarios::Scenario::create(parsed->get_object());
    std::string why = scenario ? "" : scenario.error().text();
    std::size_t number = 0;
    for (const auto& step : *array_at(parsed->get_object(), "steps")) {
      if (!why.empty()) break;
      ++number;
      if (const auto ran = (*scenario)->run(step.as_object()); !ran) {
        why = fmt::format("step {} {}: {}", number, json::serialize(step), ran.error().text());
      }
    }
    fmt::print("{} {}{}{}\n", why.empty() ? "passed" : "FAILED", argv[i], why.empty() ? "" : "\n  ", why);
    failed += !why.empty();
  }
  return failed == 0 && argc > 1 ? 0 : 1;
}
