#include "cli/demo_result.h"

#include <fmt/format.h>

#include "report/table.h"

namespace lakemirror::cli {

namespace {

std::string changes_text(const DemoState& state, const report::Paint& paint) {
  report::Table table({"change at the source", "times"});
  for (const auto& [name, count] : state.by_event) table.add({name, std::to_string(count)});
  return table.text(paint) + fmt::format("{} changes, and {} that were refused as they were meant to be\n",
                                         state.changes, state.refused);
}

std::string outcomes_text(const DemoState& state, const report::Paint& paint) {
  std::string text = fmt::format("{} events:", state.events());
  for (const auto& [kind, count] : state.counts.by_outcome) {
    if (count > 0 && kind != model::OutcomeKind::parked) {
      text += fmt::format(" {} {},", count, model::to_string(kind));
    }
  }
  const auto count = [&paint](std::uint64_t number, std::string_view word) {
    const std::string words = fmt::format("{} {}", number, word);
    return number == 0 ? words : paint.bad(words);
  };
  return text + " " + count(state.counts.pending, "pending") + ", " + count(state.counts.parked, "parked") +
         "\n" +
         fmt::format("target: {} created, {} updated, {} deleted; lag at most {}\n", state.created,
                     state.updated, state.deleted, format_duration(state.longest_lag));
}

std::string parked_text(const DemoResult& result) {
  std::string text;
  for (const std::string& entry : result.parked) text += "parked: " + report::printable(entry) + "\n";
  if (!result.settled) text += "not everything that was done at the source has been followed\n";
  return text;
}

std::string comparison_text(const workload::Comparison& comparison, const report::Paint& paint) {
  report::Table table({"compared", "source", "target"});
  for (const workload::KindCount& count : comparison.counts) {
    table.add({std::string(count.kind), std::to_string(count.source), std::to_string(count.target)});
  }
  std::string text = table.text(paint);
  for (const workload::Difference& difference : comparison.differences) {
    text += report::printable(difference.text) + "\n";
  }
  if (comparison.total_differences > comparison.differences.size()) {
    text += fmt::format("and {} more\n", comparison.total_differences - comparison.differences.size());
  }
  const std::string verdict = fmt::format("{} difference{}", comparison.total_differences,
                                          comparison.total_differences == 1 ? "" : "s");
  return text + (comparison.equal() ? paint.good(verdict) : paint.bad(verdict)) + "\n";
}

}  // namespace

std::string demo_text(const DemoResult& result, const report::Paint& paint) {
  return changes_text(result.state, paint) + "\n" + outcomes_text(result.state, paint) + parked_text(result) +
         "\n" + comparison_text(result.comparison, paint);
}

json::object demo_json(const DemoResult& result) {
  const DemoState& state = result.state;
  json::object changes;
  for (const auto& [name, count] : state.by_event) changes[name] = count;
  json::object outcomes;
  for (const auto& [kind, count] : state.counts.by_outcome) outcomes[model::to_string(kind)] = count;
  json::array kinds;
  for (const workload::KindCount& count : result.comparison.counts) {
    kinds.push_back(json::object{{"kind", count.kind}, {"source", count.source}, {"target", count.target}});
  }
  json::array differences;
  for (const workload::Difference& difference : result.comparison.differences) {
    differences.emplace_back(difference.text);
  }
  return {{"changes", state.changes},
          {"refused", state.refused},
          {"changes_by_event", std::move(changes)},
          {"created", state.created},
          {"updated", state.updated},
          {"deleted", state.deleted},
          {"longest_lag_seconds", static_cast<double>(state.longest_lag.count()) / 1000},
          {"counts", json::object{{"pending", state.counts.pending},
                                  {"parked", state.counts.parked},
                                  {"processed", state.counts.processed},
                                  {"by_outcome", std::move(outcomes)}}},
          {"settled", result.settled},
          {"parked", json::array(result.parked.begin(), result.parked.end())},
          {"compared", std::move(kinds)},
          {"equal", result.comparison.equal()},
          {"difference_count", result.comparison.total_differences},
          {"differences", std::move(differences)}};
}

ExitCode demo_exit_code(const DemoResult& result) {
  if (!result.settled || result.state.counts.parked > 0) return ExitCode::incomplete;
  return result.comparison.equal() ? ExitCode::ok : ExitCode::different;
}

}  // namespace lakemirror::cli
