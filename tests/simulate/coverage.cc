#include "simulate/coverage.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulate/noun.h"

namespace lakemirror::simulate {
namespace {

constexpr std::size_t kFaultsInABlock = 5;  // as many as fit a wide screen

/// In three characters.
std::string short_number(std::size_t number) {
  if (number < 1'000) return std::to_string(number);
  return number < 100'000 ? fmt::format("{}k", number / 1'000) : "big";
}

}  // namespace

Coverage::Coverage(const std::vector<std::string>& event_names) {
  for (const auto& name : event_names) rows_[name] = {};
}

void Coverage::add(std::string_view event_name, Faults faults, Orders orders) {
  const auto row = rows_.find(event_name);
  if (row == rows_.end()) return;
  if (faults.none()) set(faults, Fault::none);
  for (std::size_t fault = 0; fault < faults.size(); ++fault) {
    for (std::size_t order = 0; order < orders.size(); ++order) {
      if (faults.test(fault) && orders.test(order)) ++row->second[fault][order];
    }
  }
}

void Coverage::add(const Coverage& other) {
  for (const auto& [name, row] : other.rows_) {
    auto& mine = rows_[name];
    for (std::size_t fault = 0; fault < row.size(); ++fault) {
      for (std::size_t order = 0; order < row[fault].size(); ++order) mine[fault][order] += row[fault][order];
    }
  }
}

bool Coverage::is_cell(std::string_view event_name, Fault fault) {
  const bool is_of_a_call = fault == Fault::throttled || fault == Fault::failed || fault == Fault::stale;
  return !is_of_a_call || noun_of(event_name) != Noun::version;
}

std::vector<std::string> Coverage::empty_cells() const {
  std::vector<std::string> out;
  for (const auto& [name, row] : rows_) {
    for (std::size_t fault = 0; fault < row.size(); ++fault) {
      if (!is_cell(name, static_cast<Fault>(fault))) continue;
      for (std::size_t order = 0; order < row[fault].size(); ++order) {
        if (row[fault][order] == 0)
          out.push_back(fmt::format("{}, {}, {}", name, kFaultNames[fault], kOrderNames[order]));
      }
    }
  }
  return out;
}

std::string Coverage::text() const {
  std::string out = "coverage: events by fault, and in each column by order:\n  ";
  for (std::size_t order = 0; order < kOrderNames.size(); ++order)
    out += fmt::format("{}{}", order == 0 ? "" : ", ", kOrderNames[order]);
  for (std::size_t first = 0; first < kFaultNames.size(); first += kFaultsInABlock) {
    const auto end = std::min(first + kFaultsInABlock, kFaultNames.size());
    out += fmt::format("\n{:24}", "");
    for (auto fault = first; fault < end; ++fault) out += fmt::format(" | {:>19}", kFaultNames[fault]);
    for (const auto& [name, row] : rows_) {
      out += fmt::format("\n{:24}", name);
      for (auto fault = first; fault < end; ++fault) {
        out += " |";
        const bool counts = is_cell(name, static_cast<Fault>(fault));
        for (const auto number : row[fault])
          out += fmt::format(" {:>3}", counts ? short_number(number) : "-");
      }
    }
    out += '\n';
  }
  return out;
}

}  // namespace lakemirror::simulate
