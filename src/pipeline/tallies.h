#pragma once

#include <mutex>
#include <string>

#include "base/clock.h"
#include "model/activity.h"
#include "model/key.h"

namespace lakemirror::pipeline {

/// Adds up what this process does, for whoever publishes it. Safe for concurrent use; a reader gets a copy
/// and holds nobody up.
class Tallies {
 public:
  /// An event came to the journal so long after its time.
  void arrived(const std::string& feed, Milliseconds lateness);
  void settled(const model::Outcome& outcome);
  void changed(model::KeyKind kind, model::ResultKind result);
  void set_open_excess(std::uint64_t principals);

  model::Activity activity() const;

 private:
  mutable std::mutex mutex_;
  model::Activity activity_;
};

}  // namespace lakemirror::pipeline
