#include "cli/demo_frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/table.h"

namespace lakemirror::cli {

namespace {

std::string bar(const DemoState& state) {
  constexpr std::size_t cells = 20;
  const std::size_t filled =
      state.planned == 0 ? cells : std::min(cells, cells * state.changes / state.planned);
  return "[" + std::string(filled, '#') + std::string(cells - filled, '.') + "]";
}

std::string journal_text(const DemoState& state) {
  const model::Counts& counts = state.counts;
  return fmt::format("{} events: {} processed, {} pending ({} provisional), {} parked", state.events(),
                     counts.processed, counts.pending, counts.provisional, counts.parked);
}

std::string activity(const DemoState& state) {
  if (!state.trouble.empty()) return "trouble   " + state.trouble;
  if (!state.last_change_at) return "          " + state.last_change;
  return state.counts.pending > 0 ? "          all changes made; the target catches up"
                                  : "          all changes made, and all at the target";
}

/// Event names with their counts, in as many columns as fit.
std::vector<std::string> grid(const DemoState& state, std::size_t columns) {
  std::vector<std::string> cells;
  for (const auto& [name, count] : state.by_event) cells.push_back(fmt::format("{:>5} {:<24}", count, name));
  if (cells.empty()) return {};
  const std::size_t across = std::max<std::size_t>(1, columns / cells.front().size());
  const std::size_t down = (cells.size() + across - 1) / across;
  std::vector<std::string> lines(down);
  for (std::size_t i = 0; i < cells.size(); ++i) lines[i % down] += cells[i];
  return lines;
}

}  // namespace

std::vector<std::string> demo_frame(const DemoState& state, std::size_t columns, std::size_t rows) {
  std::vector<std::string> lines = {
      fmt::format("source    {} {} of {} changes", bar(state), state.changes, state.planned),
      fmt::format("target    {} created, {} updated, {} deleted", state.created, state.updated,
                  state.deleted),
      "journal   " + journal_text(state),
      fmt::format("lag       {}, at most {}", format_duration(state.lag), format_duration(state.longest_lag)),
      activity(state),
  };
  for (std::string& line : grid(state, columns)) lines.push_back(std::move(line));
  if (lines.size() > rows) lines.resize(rows);
  for (std::string& line : lines) {
    line.erase(line.find_last_not_of(' ') + 1);
    line = report::printable(line, columns);
  }
  return lines;
}

std::string demo_line(const DemoState& state) {
  std::string line = fmt::format(
      "{} of {} changes at the source; {} created, {} updated, {} deleted at the target; lag {}, {} pending, "
      "{} "
      "parked",
      state.changes, state.planned, state.created, state.updated, state.deleted, format_duration(state.lag),
      state.counts.pending, state.counts.parked);
  if (!state.trouble.empty()) line += "; " + state.trouble;
  return report::printable(line);
}

}  // namespace lakemirror::cli
