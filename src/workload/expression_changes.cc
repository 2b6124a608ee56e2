#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

std::string expression_subject(const std::string& name) { return "expression/" + name; }

json::object written(Studio& studio, const std::string& name, const json::array& expression) {
  json::object out{{"Name", name}, {"Expression", expression}};
  if (studio.random.chance(0.7)) out["Description"] = studio.random.chance(0.5) ? "größe" : "for analysts";
  return out;
}

std::function<void(State&)> keep(const std::string& name, const json::array& expression) {
  return [=](State& state) { state.lake.expressions[name] = expression; };
}

}  // namespace

std::optional<Change> create_expression(Studio& studio) {
  std::vector<std::string> free;
  for (const auto* name : {"curated", "Open Data", "pii_only"}) {
    if (!studio.state.lake.expressions.contains(name)) free.emplace_back(name);
  }
  const auto expression = some_expression(studio);
  if (free.empty() || expression.empty()) return std::nullopt;
  const auto name = pick(studio.random, free);
  return lake_change("CreateLFTagExpression", expression_subject(name), written(studio, name, expression),
                     keep(name, expression));
}

std::optional<Change> update_expression(Studio& studio) {
  const auto names = keys_of(studio.state.lake.expressions);
  const auto expression = some_expression(studio);
  if (names.empty() || expression.empty()) return std::nullopt;
  const auto name = pick(studio.random, names);
  return lake_change("UpdateLFTagExpression", expression_subject(name), written(studio, name, expression),
                     keep(name, expression));
}

std::optional<Change> delete_expression(Studio& studio) {
  const auto names = keys_of(studio.state.lake.expressions);
  if (names.size() <= studio.options.keep.expressions) return std::nullopt;
  const auto name = pick(studio.random, names);
  return lake_change("DeleteLFTagExpression", expression_subject(name), {{"Name", name}},
                     [name](State& state) { state.lake.remove_expression(name); });
}

}  // namespace lakemirror::workload
