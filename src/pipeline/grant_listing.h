#pragma once

#include "pipeline/governance_tools.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// What the last listing of all grants decides, and what only the next one can.
class GrantListing {
 public:
  explicit GrantListing(const GovernanceTools& tools) : tools_(tools) {}

  /// From when on a listing surely shows what the event did.
  Time settled(Time event_time) const { return event_time + tools_.catalog.read_settle; }
  /// Whether the last listing surely began after the event, though it may be stale.
  bool is_after(Time event_time) const;
  /// Of what the last listing decides.
  Look judged() const { return Look::unchanged(tools_.book.begun()); }
  /// Of what only the next listing can decide.
  Look later() const;

 private:
  const GovernanceTools& tools_;
};

}  // namespace lakemirror::pipeline
