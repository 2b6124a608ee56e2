#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace lakemirror::workload {

/// Source bucket (or "bucket/prefix") and what it is called at the target.
using BucketPairs = std::vector<std::pair<std::string, std::string>>;

struct ComparisonOptions {
  BucketPairs buckets = {};
  std::size_t max_differences =
      50;  ///< kept in words; the rest is only counted, so that a report stays readable
  bool lake_formation = true;
  std::set<std::string> own_principals = {};  ///< the replicator's: what is granted to them is not compared
  std::set<std::string> target_admins = {};   ///< these may administer the target alone
};

/// One object that is not the same on both sides. Names as the catalogs store them; `table` and `values` are
/// empty where the object is a database or a table.
struct Difference {
  std::string database;
  std::string table;
  std::vector<std::string> values;
  std::string text;  ///< for people: "table sales.orders: StorageDescriptor.Location is ... at the target"
  std::string beside =
      {};  ///< what is not in the catalog, by kind and name: "tag/team", "settings", "tags" of an object
  std::string principal = {};  ///< of a grant
};

struct KindCount {
  std::string_view kind;  ///< "databases", "tables", "views", "iceberg tables", "resource links",
                          ///< "partitions", and of Lake Formation as lake_kinds() says
  std::size_t source = 0;
  std::size_t target = 0;
};

struct Comparison {
  std::vector<KindCount> counts;
  std::size_t total_differences = 0;
  std::vector<Difference> differences;  ///< the first max_differences

  bool equal() const { return total_differences == 0; }
};

/// Judges whether the target's catalog and its Lake Formation are what the source's should have become. Both
/// arguments are what
/// `/_local/dump` answers. Deliberately shares nothing with the replicator's own mapping and diff: a mistake
/// there must not be able to hide itself here.
Comparison compare(const json::object& source_dump, const json::object& target_dump,
                   const ComparisonOptions& options);

}  // namespace lakemirror::workload
