#include "pipeline/grant_listing.h"

#include <algorithm>

namespace lakemirror::pipeline {

namespace {

/// CloudTrail's eventTime is cut to it: what happened may have done so up to that much later.
constexpr Milliseconds event_time_resolution = Seconds(1);

}  // namespace

bool GrantListing::is_after(Time event_time) const {
  // The time of a comparison is our own, and exact. And who lets nothing settle takes all for later.
  const auto resolution = tools_.catalog.remove_target_only
                              ? Milliseconds(0)
                              : std::min(event_time_resolution, tools_.catalog.read_settle);
  return tools_.book.begun() >= event_time + resolution;
}

Look GrantListing::later() const {
  const auto& book = tools_.book;
  const auto next = book.has_begun() ? book.begun() + tools_.listing_every : tools_.catalog.clock.now();
  return Look::later(book.has_begun() ? book.begun() : Time(), next);
}

}  // namespace lakemirror::pipeline
