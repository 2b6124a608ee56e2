#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/setup.h"
#include "journal/replicator_lock.h"
#include "pipeline/replicator.h"

namespace lakemirror::cli {

/// Both sides, the journal and the replicator between them, made from the configuration. What is inside
/// refers to what stands above it.
struct Workbench {
  config::Configuration configuration;
  std::unique_ptr<journal::Journal> journal;
  std::optional<journal::ReplicatorLock> lock;  ///< held by everything that changes the target
  std::unique_ptr<aws::HttpClient> source;
  std::unique_ptr<aws::HttpClient> target;
  mapping::Mapping mapping;
  std::unique_ptr<pipeline::Replicator> replicator;

  enum class Purpose {
    look,   ///< compares; several may do so at a time
    apply,  ///< changes the target: takes the lock
  };
  /// `adopt_target` says that a target which is not empty is meant. Where a side cannot be reached: with
  /// `patient` this says so once and tries until it can, or until a stop is requested; otherwise it is the
  /// Error.
  static Result<std::unique_ptr<Workbench>> open(Context& context, Purpose purpose, bool adopt_target,
                                                 bool patient = false);
};

/// Adds --adopt-target.
void add_adopt_option(Command& command, bool& adopt_target);

}  // namespace lakemirror::cli
