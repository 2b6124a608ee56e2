#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/context.h"
#include "cli/demo_changes.h"
#include "cli/demo_folder.h"
#include "cli/demo_options.h"
#include "cli/demo_watch.h"

namespace lakemirror::cli {

/// One demo from its beginning to its end: two local Regions, changes at one of them, replication into the
/// other meanwhile, and both compared at the end.
class Demo {
 public:
  Demo(Context& context, const DemoOptions& options);

  Result<ExitCode> run();

 private:
  Result<void> start();
  /// Makes the caller see everything in both Regions, which only data lake administrators do.
  Result<void> administer();
  /// False when a stop was requested meanwhile.
  bool pause();
  /// Compares the Regions as they are and tells of everything.
  Result<ExitCode> conclude(DemoWatch::End end);
  /// Goes on replicating, and compares at every line of input, until a stop is requested. Returns the last
  /// comparison's code.
  Result<ExitCode> compare_again(ExitCode code);
  std::string commands() const;

  Context& context_;
  const DemoOptions options_;
  DemoBoard board_;
  // What stands below refers to what stands above.
  std::unique_ptr<DemoFolder> folder_;
  std::unique_ptr<DemoRegions> regions_;
  std::unique_ptr<DemoReplication> replication_;
  std::unique_ptr<aws::HttpClient> workload_client_;
  std::string administrator_;
  std::optional<DemoChanges> changes_;
  std::optional<DemoWatch> watch_;
};

}  // namespace lakemirror::cli
