#pragma once

#include "model/event.h"
#include "model/outcome.h"

namespace lakemirror::model {

/// An event as journalled.
struct Entry {
  Event event = {};
  Time received_at = {};
  std::string other_feed = {};  ///< which other feed brought it too, later; empty while none has
  std::optional<Time> other_received_at = {};
  ProcessedFlag flag = ProcessedFlag::pending;
  std::optional<OutcomeKind> outcome = {};  ///< with flag `N`: provisional
  std::string reason = {};
  std::vector<std::string> keys = {};
  int attempts = 0;
  std::optional<Time> next_attempt_at = {};
  std::string error = {};
  std::string hint = {};
  std::optional<Time> settled_at = {};
  std::optional<Time> failed_since = {};  ///< every look since then failed; absent when the last one did not
  /// When the first of these failed for what is missing or in the way.
  std::optional<Time> missing_since = {};
};

}  // namespace lakemirror::model
