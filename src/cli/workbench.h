#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/setup.h"
#include "journal/dynamodb/dynamo_lease.h"
#include "journal/file_lease.h"
#include "pipeline/replicator.h"
#include "pipeline/tallies.h"

namespace lakemirror::cli {

/// Both sides, the journal and the replicator between them, made from the configuration. What is inside
/// refers to what stands above it.
struct Workbench {
  config::Configuration configuration;
  std::unique_ptr<journal::Journal> journal;
  /// Held by everything that changes the target: one of the two, by where the journal is. None to look.
  std::unique_ptr<journal::FileLease> file_lease;
  std::unique_ptr<journal::dynamodb::DynamoLease> table_lease;
  std::unique_ptr<aws::HttpClient> source;
  std::unique_ptr<aws::HttpClient> target;
  mapping::Mapping mapping;
  pipeline::Tallies tallies;
  pipeline::Settings settings;
  std::unique_ptr<pipeline::Replicator> replicator;

  ~Workbench();
  journal::Lease* lease() const;

  enum class Purpose {
    look,    ///< compares; several may do so at a time
    apply,   ///< changes the target: takes the lease
    follow,  ///< as well, but it may have to wait for the lease of a table or behind a fence, and take it
             ///< again
  };
  /// The whole bench, or the Error. `adopt_target` says that a target which is not empty is meant.
  static Result<std::unique_ptr<Workbench>> open(Context& context, Purpose purpose, bool adopt_target);
  /// The same in two steps. What needs no AWS: configuration, journal and lock.
  static Result<std::unique_ptr<Workbench>> prepare(Context& context, Purpose purpose, bool adopt_target);
  /// The rest. Where a side cannot be reached: with `patient` this says so once and tries until it can, or
  /// until a stop is requested; otherwise it is the Error.
  Result<void> connect(Context& context, bool patient);
  /// A replicator that remembers nothing, for who has just taken the lease.
  void renew_replicator(Context& context);

 private:
  Result<void> take_lease(Context& context, Purpose purpose);
  void let_go_behind_fence();
};

/// Adds --adopt-target.
void add_adopt_option(Command& command, bool& adopt_target);

}  // namespace lakemirror::cli
