#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "workload/comparison.h"

namespace lakemirror::workload {

/// The least number of each kind that a workload leaves standing once it has been reached.
struct Keep {
  std::size_t databases = 0;
  std::size_t tables = 0;
  std::size_t views = 0;
  std::size_t iceberg_tables = 0;
  std::size_t resource_links = 0;
  std::size_t partitions = 0;
  std::size_t locations = 0;
  std::size_t tags = 0;
  std::size_t expressions = 0;
  std::size_t tagged_resources = 0;
  std::size_t filters = 0;
  std::size_t grants = 0;
};

struct Options {
  std::uint64_t seed = 1;
  std::string account = "123456789012";        ///< resource links name the account they point into
  std::size_t databases = 4;                   ///< never more than this many at a time
  std::size_t tables = 8;                      ///< in one database
  std::size_t partitions = 40;                 ///< of one table
  std::size_t batch = 8;                       ///< largest batch of partitions in one call
  std::vector<std::string> buckets = {};       ///< where locations point; empty means source_buckets()
  std::map<std::string, double> weights = {};  ///< by event name; an event that is not named never happens
  double failing = 0.03;                       ///< share of changes that AWS must refuse
  double few_variants = 0;     ///< share of bodies drawn from a handful, so that A, B, A happens
  double wide = 0.02;          ///< share of batches so large that CloudTrail omits the request
  std::size_t first_name = 0;  ///< which of the prepared names come first
  std::size_t spellings = 3;   ///< in how many spellings one name is used; 1 for lower case only
  Keep keep = {};
  /// Who makes the changes: every change of the settings leaves it a data lake administrator. Empty: the
  /// settings have no administrator, and nobody is held to any right.
  std::string administrator = {};
  bool granted_locations_go = false;  ///< a location is deregistered though it is granted

  bool changes_lake() const { return weights.contains("GrantPermissions"); }
  /// The same with changes of Lake Formation, which are that part of all.
  Options with_lake_formation(double part) const;

  /// For a demonstration: every kind of change, in a catalog that stays full.
  static Options lively(std::uint64_t seed);
  /// For the simulator: few names that collide, and much that is deleted and made again.
  static Options hostile(std::uint64_t seed);
};

/// Every event name a workload can cause, in a fixed order.
const std::vector<std::string>& event_names();

/// The buckets that locations point to, and what a mapping would call them at the target. `data` is a prefix
/// of `data-west`; source_buckets() has one more that no pair covers.
BucketPairs bucket_pairs();
std::vector<std::string> source_buckets();

}  // namespace lakemirror::workload
