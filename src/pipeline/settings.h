#pragma once

#include <string>
#include <vector>

#include "aws/principal_names.h"
#include "base/clock.h"

namespace lakemirror::pipeline {

/// The few values the replicator works by. Defaults are what ships.
struct Settings {
  Milliseconds read_settle =
      Seconds(60);  ///< a read begun sooner than this after a change may still be stale
  Milliseconds trail_settle =
      std::chrono::minutes(30);  ///< how late the event may come that explains what is missing
  Milliseconds full_compare_every =
      std::chrono::minutes(10);  ///< least time between whole comparisons for unnamed subjects
  std::size_t threads = 8;       ///< keys worked on at once; 1 makes every run repeatable

  std::string source_account;  ///< whose default catalog is followed
  std::string source_region;
  std::string target_account;
  std::string target_region;

  bool lake_formation = true;  ///< whether Lake Formation is replicated too
  bool cross_account_grants =
      false;  ///< grants to other accounts share resources with them: only when asked for
  /// Principals that are us at either side: what they hold and administer at the target stays.
  aws::PrincipalNames own_source_principals;
  aws::PrincipalNames own_target_principals;
  /// Who replicates into the source from our target, where somebody does.
  aws::PrincipalNames replicators_at_source;
  /// Least time between two listings of all grants, which is the only way to read them as they were granted.
  Milliseconds grants_listed_every = Seconds(60);

  std::vector<std::string> include_databases;    ///< globs; empty: all
  std::vector<std::string> exclude_databases;    ///< globs
  std::vector<std::string> protected_databases;  ///< globs: never changed at the target

  bool park_unmapped = false;  ///< an object with an unmapped location is parked, not copied as it is
  bool apply_removals = true;  ///< delete policy: false keeps at the target what the source removed
  bool adopt_target = false;   ///< apply to a target that was not empty when the journal was new

  double breaker_share = 0.3;    ///< of the known tables (or of one table's partitions)
  std::size_t breaker_min = 25;  ///< removals below this number never open the breaker
  Milliseconds breaker_window = std::chrono::minutes(10);
};

}  // namespace lakemirror::pipeline
