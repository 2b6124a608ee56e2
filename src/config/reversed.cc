#include "config/reversed.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "mapping/inverse_rules.h"

namespace lakemirror::config {

namespace {

constexpr std::string_view table_scheme = "dynamodb://";

/// With the mark at its end, or without it where it has it.
std::string marked(std::string name, std::string_view mark) {
  if (!name.ends_with(mark)) return name + std::string(mark);
  name.resize(name.size() - mark.size());
  return name;
}

std::string reversed_journal(const std::string& place) {
  if (place.starts_with(table_scheme)) return marked(place, "_reversed");
  const std::filesystem::path path(place);
  return path.parent_path() / (marked(path.stem().string(), "-reversed") + path.extension().string());
}

void reverse_locations(const Configuration& from, Reversed& out) {
  mapping::InverseRules inverse = mapping::inverse_of(from.location_rules);
  Configuration& to = out.configuration;
  to.location_rules = std::move(inverse.rules);
  // One source each: what could be made the first time can be made the other way round.
  if (auto made = mapping::LocationMapping::create(to.location_rules)) to.locations = std::move(*made);
  for (const std::string& left_out : inverse.left_out)
    out.remarks.push_back(left_out + ", so it has no rule here: write one");
  for (const std::string& remark : inverse.remarks) out.remarks.push_back(remark);
  if (inverse.left_out.empty()) return;
  to.unmapped_locations = UnmappedLocations::park;
  out.remarks.push_back(
      "unmapped_locations is park, so that nothing gets a location for want of such a rule");
}

}  // namespace

Reversed reversed(const Configuration& configuration) {
  Reversed out{.configuration = configuration};
  Configuration& to = out.configuration;
  std::swap(to.source, to.target);
  reverse_locations(configuration, out);
  to.journal = reversed_journal(configuration.journal);
  if (!to.journal_bucket.empty()) {
    out.remarks.push_back(fmt::format("journal_bucket was {}: name one in {}, where the table is",
                                      to.journal_bucket, to.target.region));
    to.journal_bucket.clear();
  }
  to.adopt_target = false;
  // Both may run on one machine.
  const bool is_fixed = !to.metrics_listen.is_off() && to.metrics_listen.port > 0;
  if (is_fixed) to.metrics_listen.port += to.metrics_listen.port < 65535 ? 1 : -1;
  to.warnings.clear();
  to.notes.clear();
  return out;
}

}  // namespace lakemirror::config
