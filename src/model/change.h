#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/key.h"

namespace lakemirror::model {

enum class ChangeKind {
  create,
  update,   ///< the whole body replaces what is there
  replace,  ///< remove and create again: a resource link cannot be pointed elsewhere
  remove,
};

std::string_view to_string(ChangeKind kind);

/// One intended mutation of the target, as data.
struct Change {
  ChangeKind kind = ChangeKind::create;
  Key key = {};
  json::object body = {};  ///< what the target shall hold, in the API's input shape; empty for removals
  std::uint64_t fingerprint = 0;          ///< of the body
  std::vector<std::string> dropped = {};  ///< members the target holds and the body no longer has
  std::string reason = {};  ///< why, in words: "missing at the target", "StorageDescriptor differs"
};

/// Changes in an order that may be applied: parents before children, removals last and children first.
struct Plan {
  std::vector<Change> changes = {};
};

/// What came of a change.
enum class ResultKind { created, updated, deleted, unchanged, failed, deferred };

std::string_view to_string(ResultKind kind);

struct ChangeResult {
  ResultKind kind = ResultKind::deferred;
  /// It was removed and created again: what lay below it is gone. Of a location that failed: it may have been.
  bool made_anew = false;
  bool look_again = false;          ///< what the target now holds is not certain
  std::optional<Error> error = {};  ///< when failed, or why deferred
};

}  // namespace lakemirror::model
