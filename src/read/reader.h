#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "base/clock.h"
#include "model/snapshot.h"

namespace lakemirror::read {

/// Snapshots of one side. Only reads; never turns an error into an absence: a key is absent when AWS said
/// EntityNotFound for it, or when a complete answer about its parent's partitions lacks it. A listing of
/// tables or databases proves nothing of what it lacks, because Lake Formation shortens it silently. Safe for
/// concurrent use.
class Reader {
 public:
  /// What is kept of each object: the source's side needs bodies, to map and send them; the target's side
  /// needs fingerprints, to compare with, and both only where differences are to be explained. A resource
  /// link's body is always kept.
  enum class Keep { bodies, fingerprints, both };

  Reader(aws::Client& client, Clock& clock, Keep keep) : client_(client), clock_(clock), keep_(keep) {}

  model::ObjectState database(const std::string& name);
  model::ObjectState table(const std::string& database, const std::string& table);
  /// Either, by its key.
  model::ObjectState object(const model::Key& key) {
    return key.kind() == model::KeyKind::table ? table(key.database_name(), key.table_name())
                                               : database(key.database_name());
  }
  /// Exactly these partitions, asked in batches. When the table itself is gone, all are absent.
  model::Snapshot partitions(const std::string& database, const std::string& table,
                             const std::vector<std::vector<std::string>>& values);

  using OnPage = std::function<Result<bool>(model::Snapshot page)>;
  /// One Snapshot per page, begun before the request for that page went out. An Error of kind `missing` means
  /// the parent is absent.
  Result<void> list_databases(const OnPage& on_page);
  Result<void> list_tables(const std::string& database, const OnPage& on_page);
  Result<void> list_partitions(const std::string& database, const std::string& table, const OnPage& on_page);

  Clock& clock() { return clock_; }

  /// BatchGetPartition and a page of GetPartitions take 1,000 (API model); fewer keep an answer of wide
  /// partitions small.
  static constexpr std::size_t partitions_per_call = 300;

 private:
  model::ObjectState database_state(json::object answered) const;
  model::ObjectState table_state(json::object answered) const;
  model::ObjectState partition_state(json::object answered) const;
  model::ObjectState state_of(json::object body, std::optional<double> create_time) const;
  Result<std::vector<std::vector<std::string>>> read_batch(
      const std::string& database, const std::string& table,
      const std::vector<std::vector<std::string>>& values, model::Snapshot& snapshot);

  aws::Client& client_;
  Clock& clock_;
  Keep keep_;
};

}  // namespace lakemirror::read
