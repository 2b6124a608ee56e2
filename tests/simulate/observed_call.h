#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "workload/workload.h"

namespace lakemirror::simulate {

/// A call of the replicator and what it came to.
struct ObservedCall {
  std::string_view operation;
  const json::object& input;
  std::string_view code = {};  ///< empty on success
  std::string_view message = {};
  const json::object& output;
  bool at_source = false;
  Milliseconds age{0};  ///< how old the state is that a read answered from
  Time at = {};

  bool was_throttled() const;
  /// An internal error, a timeout or a conflict.
  bool has_failed() const;
  /// Whether it was made for a change whose entry is in hand: it is about the same kind of thing, and names
  /// no other database or table.
  bool serves(const workload::Step& change) const;
};

}  // namespace lakemirror::simulate
