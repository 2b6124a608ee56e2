#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/setup.h"
#include "journal/replicator_lock.h"
#include "pipeline/replicator.h"
#include "pipeline/tallies.h"

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
  pipeline::Tallies tallies;
  std::unique_ptr<pipeline::Replicator> replicator;

  enum class Purpose {
    look,   ///< compares; several may do so at a time
    apply,  ///< changes the target: takes the lock
  };
  /// The whole bench, or the Error. `adopt_target` says that a target which is not empty is meant.
  static Result<std::unique_ptr<Workbench>> open(Context& context, Purpose purpose, bool adopt_target);
  /// The same in two steps. What needs no AWS: configuration, journal and lock.
  static Result<std::unique_ptr<Workbench>> prepare(Context& context, Purpose purpose, bool adopt_target);
  /// The rest. Where a side cannot be reached: with `patient` this says so once and tries until it can, or
  /// until a stop is requested; otherwise it is the Error.
  Result<void> connect(Context& context, bool patient);
};

/// Adds --adopt-target.
void add_adopt_option(Command& command, bool& adopt_target);

}  // namespace lakemirror::cli
