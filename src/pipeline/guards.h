#pragma once

#include "journal/in_flight.h"
#include "journal/lease.h"

namespace lakemirror::pipeline {

/// What keeps two replicators from changing one target. Both may be missing, where there is only one; what is
/// there must outlive who it is given to.
struct Guards {
  journal::Lease* lease = nullptr;
  journal::InFlight* in_flight = nullptr;

  /// Whether the target may be changed at this moment.
  Result<void> check() const { return lease == nullptr ? Result<void>() : lease->check(Milliseconds(0)); }
};

}  // namespace lakemirror::pipeline
