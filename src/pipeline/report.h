#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/change.h"

namespace lakemirror::pipeline {

/// What one pass over the journal did.
struct PassReport {
  std::size_t entries = 0;      ///< taken up
  std::size_t settled = 0;      ///< final outcomes written: processed
  std::size_t provisional = 0;  ///< looked at once more later
  std::size_t waiting = 0;      ///< to be tried again
  std::size_t parked = 0;
  std::size_t created = 0;  ///< objects changed at the target
  std::size_t updated = 0;
  std::size_t deleted = 0;
  bool more = false;                    ///< the pass was full: entries that are due wait for the next one
  std::vector<std::string> notes = {};  ///< what an operator should hear: breaker open, side unreachable, ...
};

/// One difference as `diff` and `sync` tell it.
struct Difference {
  model::ChangeKind kind;
  std::string key;
  std::string reason;
  bool applied = false;    ///< a call was made and succeeded
  bool kept = false;       ///< not to be applied: removals are off, or the object belongs to the target
  std::string error = {};  ///< why it could not be applied
};

struct SyncReport {
  Time begun = {};
  std::size_t databases = 0;  ///< compared, on either side
  std::size_t tables = 0;
  std::size_t partitions = 0;
  bool lake_formation = false;  ///< compared too
  std::vector<Difference> differences = {};  ///< bounded by max_listed; the counts below are complete
  std::size_t difference_count = 0;
  std::size_t applied = 0;
  std::size_t kept = 0;
  std::size_t failed = 0;
  std::vector<std::string> notes = {};

  static constexpr std::size_t max_listed = 10000;  ///< enough to read; keeps memory flat on a first sync
  bool equal() const { return difference_count == 0 && failed == 0; }
};

/// How far a long piece of work has come.
struct Progress {
  std::string_view phase;  ///< "reading journal", "databases", "tables", "partitions", "removals"
  std::size_t done = 0;
  std::size_t total = 0;  ///< 0 when not known
};

}  // namespace lakemirror::pipeline
