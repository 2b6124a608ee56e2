#include "mapping/inverse_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

namespace lakemirror::mapping {

namespace {

using Rule = LocationMapping::Rule;

/// What follows `outer` in `inner`, with its slash; empty where that does not lie within it.
std::string_view rest_within(std::string_view inner, std::string_view outer) {
  if (inner.size() <= outer.size() || !inner.starts_with(outer) || inner[outer.size()] != '/') return {};
  return inner.substr(outer.size());
}

/// Where one rule's place lies within another one's, the longer rule decides on both ways, and need not be
/// the same one.
void remark_on(const Rule& outer, const Rule& inner, std::vector<std::string>& remarks) {
  if (const auto rest = rest_within(inner.first, outer.first); !rest.empty()) {
    const std::string place = outer.second + std::string(rest);
    if (place != inner.second)
      remarks.push_back(fmt::format("what is made at '{}' goes to '{}', which stands for '{}'", place,
                                    inner.first, inner.second));
  }
  if (const auto rest = rest_within(inner.second, outer.second); !rest.empty()) {
    const std::string place = outer.first + std::string(rest);
    if (place != inner.first)
      remarks.push_back(fmt::format("what '{}' held goes to '{}', which has the same place at the other side",
                                    place, inner.first));
  }
}

}  // namespace

InverseRules inverse_of(const std::vector<Rule>& rules) {
  std::map<std::string, std::set<std::string>> sources;  // by target
  for (const auto& [from, to] : rules)
    sources[LocationMapping::place(to)].insert(LocationMapping::place(from));
  InverseRules inverse;
  std::vector<Rule> forward;
  for (const auto& [to, all] : sources) {
    if (all.size() > 1) {
      inverse.left_out.push_back(fmt::format("'{}' stands for '{}'", to, fmt::join(all, "' and '")));
      continue;
    }
    forward.emplace_back(*all.begin(), to);
    inverse.rules.emplace_back(to, *all.begin());
  }
  for (const Rule& outer : forward) {
    for (const Rule& inner : forward) remark_on(outer, inner, inverse.remarks);
  }
  return inverse;
}

}  // namespace lakemirror::mapping
