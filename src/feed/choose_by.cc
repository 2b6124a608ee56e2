#include "feed/choose_by.h"

#include <array>

namespace lakemirror::feed {

namespace {

// A pass of this many pages is over in two seconds: nothing to gain.
constexpr std::size_t few_pages = 2;

const Measure* measure_of(const Cursor& cursor, LookupBy by) {
  const auto found = cursor.measures.find(by);
  return found == cursor.measures.end() ? nullptr : &found->second;
}

bool can_be_asked(LookupBy by, const LookupSettings& settings) {
  return by != LookupBy::name || !settings.event_names.empty();
}

}  // namespace

LookupBy cheapest_by(const Cursor& cursor, const LookupSettings& settings) {
  if (settings.by != LookupBy::automatic) return settings.by;
  // By source comes first: of equals it is the one that also shows events nobody has named yet.
  LookupBy cheapest = LookupBy::source;
  for (const auto by : {LookupBy::source, LookupBy::read_only, LookupBy::name}) {
    const auto* measure = measure_of(cursor, by);
    const auto* best = measure_of(cursor, cheapest);
    if (measure == nullptr || !can_be_asked(by, settings)) continue;
    if (best == nullptr || measure->pages < best->pages) cheapest = by;
  }
  return cheapest;
}

std::optional<LookupBy> by_to_measure(const Cursor& cursor, const LookupSettings& settings, Time now) {
  if (settings.by != LookupBy::automatic) return std::nullopt;
  const auto cheapest = cheapest_by(cursor, settings);
  const auto* best = measure_of(cursor, cheapest);
  if (best == nullptr || best->pages <= few_pages) return std::nullopt;
  // By name is not tried: the other two see every name and reckon it.
  for (const auto by : {LookupBy::read_only, LookupBy::source}) {
    const auto* measure = measure_of(cursor, by);
    const bool stale =
        measure == nullptr || now - measure->taken >= settings.measure_every || measure->taken > now;
    if (by != cheapest && stale) return by;
  }
  return std::nullopt;
}

}  // namespace lakemirror::feed
