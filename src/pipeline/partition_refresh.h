#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "pipeline/refresh_tools.h"
#include "pipeline/scope_tree.h"

namespace lakemirror::pipeline {

/// One table whose partitions are to be made equal.
struct PartitionWork {
  model::Key table;
  TableNode* node;
  bool whole = false;                              ///< all of them; else those the node names
  std::optional<std::size_t> partition_keys = {};  ///< how many the table has
  Time begun = {};                                 ///< when the table was read
  bool target_is_new = false;                      ///< the table was made a moment ago: it holds none yet
};

/// Makes partitions equal: named ones by asking for them in batches, all of a table by listing both sides, of
/// which only fingerprints of the target are held.
class PartitionRefresh {
 public:
  explicit PartitionRefresh(RefreshTools& tools) : tools_(tools) {}

  /// Works on many tables at once. Sets each named partition's look and, where `whole`, the node's `below`.
  void put(const std::vector<PartitionWork>& works);

 private:
  using Fingerprints = std::unordered_map<std::string, std::uint64_t>;  ///< by the last part of the key
  struct Chunk {
    const PartitionWork* work;
    std::vector<std::string> parts;
  };

  void put_named(const Chunk& chunk);
  void put_whole(const PartitionWork& work, std::size_t threads);
  void tell_undecided(const PartitionWork& work, const model::Key& key, Time begun, const Error& error);
  Result<void> list_target(const PartitionWork& work, Time begun, Fingerprints& held);
  void put_page(const PartitionWork& work, model::Snapshot page, Fingerprints& held, std::size_t threads);
  void remove_rest(const PartitionWork& work, const Fingerprints& rest, std::size_t held_before, Time begun,
                   std::size_t threads);
  std::optional<Error> hold_named_removals(const PartitionWork& work, std::size_t removals);
  void tell(const PartitionWork& work, const model::Key& key, const Look& look);
  bool has_just_gone(const PartitionWork& work);
  void fail_all(const PartitionWork& work, Time begun, const Error& error);
  void tell_all(const PartitionWork& work, const Look& look);
  void report_progress();

  RefreshTools& tools_;
};

}  // namespace lakemirror::pipeline
