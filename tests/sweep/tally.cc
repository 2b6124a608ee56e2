#include "sweep/tally.h"

#include <fmt/format.h>

#include <algorithm>

namespace lakemirror::sweep {

void Tally::uses(const std::string& kind, const std::vector<Step>& steps) {
  for (const auto& step : steps) {
    auto [row, is_new] = rows_[kind].try_emplace(step.text());
    if (!is_new) continue;
    for (std::size_t number = 0; number < row->second.size(); ++number) {
      const auto mishap = static_cast<Mishap>(number);
      row->second[number] = can_meet(mishap, step) ? 0 : -1;
    }
  }
}

void Tally::add(const std::string& kind, const Step& victim, Mishap mishap) {
  ++rows_[kind][victim.text()][static_cast<std::size_t>(mishap)];
}

std::vector<std::string> Tally::empty_cells() const {
  std::vector<std::string> out;
  for (const auto& [kind, rows] : rows_) {
    for (const auto& [step, row] : rows) {
      for (std::size_t number = 0; number < row.size(); ++number) {
        if (row[number] == 0) out.push_back(fmt::format("{}, {}, {}", kind, step, kMishapNames[number]));
      }
    }
  }
  return out;
}

std::size_t Tally::cells() const {
  std::size_t cells = 0;
  for (const auto& [kind, rows] : rows_) {
    for (const auto& [step, row] : rows)
      cells += static_cast<std::size_t>(std::ranges::count_if(row, [](int count) { return count >= 0; }));
  }
  return cells;
}

std::string Tally::text() const {
  std::string out = fmt::format("{:52}", "blows by operation and mishap");
  for (const auto name : kMishapNames) out += fmt::format(" {:>13}", name);
  for (const auto& [kind, rows] : rows_) {
    out += "\n" + kind;
    for (const auto& [step, row] : rows) {
      out += fmt::format("\n  {:50}", step);
      for (const auto count : row) out += fmt::format(" {:>13}", count < 0 ? "-" : std::to_string(count));
    }
  }
  return out + "\n";
}

}  // namespace lakemirror::sweep
