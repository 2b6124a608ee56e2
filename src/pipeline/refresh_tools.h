#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>

#include "base/clock.h"
#include "diff/diff.h"
#include "journal/journal.h"
#include "pipeline/breaker.h"
#include "pipeline/database_filter.h"
#include "pipeline/executor.h"
#include "pipeline/made_anew.h"
#include "pipeline/owed.h"
#include "pipeline/recent_writes.h"
#include "pipeline/report.h"
#include "pipeline/trouble.h"
#include "read/reader.h"

namespace lakemirror::pipeline {

/// What the three refreshes (databases, tables, partitions) work with. References only: the replicator owns
/// them.
struct RefreshTools {
  read::Reader& source;
  read::Reader& target;
  Executor& executor;
  diff::Rules rules;
  RecentWrites& recent;
  Owed& owed;
  MadeAnew& made_anew;
  Breaker& breaker;
  journal::Journal& journal;
  const DatabaseFilter& filter;
  Clock& clock;
  Milliseconds read_settle;
  std::size_t threads;
  Trouble& trouble;
  std::string_view source_account = {};  ///< to tell which links point into the catalog that is followed
  std::string_view source_region = {};
  /// Notes keys the source was seen to have. A dry run leaves the journal as it is.
  Result<void> remember(std::span<const std::string> keys) {
    return executor.is_dry_run() ? Result<void>() : journal.remember_keys(keys);
  }
  Result<void> forget(std::span<const std::string> keys) {
    return executor.is_dry_run() ? Result<void>() : journal.forget_keys(keys);
  }

  bool looks_again = true;          ///< at what a pass leaves undecided; a comparison does not
  bool remove_target_only = false;  ///< `sync --delete`: also what the source was never seen to have
  std::function<void(const Progress&)> on_progress = {};
  std::atomic<std::size_t> databases = 0, tables = 0, partitions = 0;  ///< compared
};

}  // namespace lakemirror::pipeline
