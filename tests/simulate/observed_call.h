#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "local/invocation.h"
#include "workload/workload.h"

namespace lakemirror::simulate {

/// A call of the replicator, as the local AWS answered it.
struct ObservedCall {
  std::string_view operation;
  const json::object& input;
  const local::Reply& reply;
  bool at_source = false;
  Time at = {};

  bool was_throttled() const;
  /// An internal error, a timeout or a conflict.
  bool has_failed() const;
  /// Whether it was made for a change whose entry is in hand: it is about the same kind of thing, and names
  /// no other database or table.
  bool serves(const workload::Step& change) const;
};

}  // namespace lakemirror::simulate
