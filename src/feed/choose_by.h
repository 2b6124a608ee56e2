#pragma once

#include <optional>

#include "feed/cursor.h"
#include "feed/lookup_settings.h"

namespace lakemirror::feed {

/// By which attribute the next deep pass asks: the one set, or the one measured to need the fewest pages.
LookupBy cheapest_by(const Cursor& cursor, const LookupSettings& settings);

/// An attribute whose cost is not known, or no longer, and worth a try; it may take no more pages than the
/// cheapest one. Nothing when the attribute is set, or when there is little to gain.
std::optional<LookupBy> by_to_measure(const Cursor& cursor, const LookupSettings& settings, Time now);

}  // namespace lakemirror::feed
