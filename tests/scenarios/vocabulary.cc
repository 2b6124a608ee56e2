#include "scenarios/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "api/api.h"
#include "scenarios/scenario.h"

namespace lakemirror::scenarios {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view of_file[] = {"about", "knobs", "buckets", "settings", "steps"};
constexpr std::string_view of_expect[] = {
    "equal", "pending", "failing", "parked",    "processed",  "outcomes",     "hint",
    "error", "reason",  "grants",  "no_grants", "target_has", "target_lacks", "lake_formation"};
constexpr std::string_view of_sync[] = {"removals", "dry_run"};
constexpr std::string_view of_replicate[] = {"allow_removals"};

/// A step by the word that tells what it does, and what else it may have.
struct Step {
  std::string_view name;
  std::array<std::string_view, 3> more = {};
  Words options = {};  ///< of the word's own value
};

constexpr Step steps[] = {
    {"source", {"input", "fails", "before"}},
    {"target", {"input", "fails", "before"}},
    {"advance_seconds"},
    {"knobs"},
    {"pull", {"fails"}},
    {"deliver", {"dropped"}},
    {"replicate", {"fails"}, of_replicate},
    {"sync", {"differences", "failed", "fails"}, of_sync},
    {"restart"},
    {"follow"},
    {"check_target", {"fails"}},
    {"retry_parked"},
    {"expect", {}, of_expect},
};

bool is_among(Words words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

Result<void> check_words(const json::object& object, Words known, std::string_view where) {
  for (const auto& member : object) {
    if (!is_among(known, member.key()))
      return fail(broken(fmt::format("{} has no \"{}\"", where, std::string_view(member.key()))));
  }
  return {};
}

Result<void> check_operation(const json::object& step, std::string_view side) {
  const auto name = text_or(step, side);
  for (const auto service : {api::Service::glue, api::Service::lakeformation}) {
    if (api::find_operation(service, name) != nullptr) return {};
  }
  return fail(broken(fmt::format("there is no operation \"{}\"", name)));
}

Result<void> check_step(const json::object& step) {
  const auto* kind =
      std::ranges::find_if(steps, [&](const Step& known) { return step.contains(known.name); });
  if (kind == std::end(steps)) return fail(broken("no such step: " + json::serialize(step)));
  std::vector<std::string_view> known(kind->more.begin(), kind->more.end());
  known.push_back(kind->name);
  LM_CHECK(check_words(step, known, "a step of " + std::string(kind->name)));
  if (!kind->options.empty())
    LM_CHECK(check_words(step.at(kind->name).as_object(), kind->options, kind->name));
  if (kind->name != "source" && kind->name != "target") return {};
  if (step.contains("before")) LM_CHECK(check_operation(step, "before"));
  return check_operation(step, kind->name);
}

}  // namespace

Result<void> check_vocabulary(const json::object& file) {
  LM_CHECK(check_words(file, of_file, "a scenario"));
  const auto* list = array_at(file, "steps");
  if (list == nullptr || list->empty()) return fail(broken("it has no steps"));
  for (const auto& step : *list) LM_CHECK(check_step(step.as_object()));
  return {};
}

}  // namespace lakemirror::scenarios
