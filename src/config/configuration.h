#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "config/listen_address.h"
#include "config/side.h"
#include "mapping/location_mapping.h"

namespace lakemirror::config {

/// How CloudTrail is asked: LookupEvents takes one attribute a call.
enum class LookupBy { automatic, event_source, event_name, read_only };
enum class UnmappedLocations { keep, park };
enum class DeletePolicy { replicate, keep };
enum class LogFormat { text, json };

/// Everything an operator can set, as plain values that are in range. The face of the program reads it once
/// and hands every stage the few values it needs; no stage sees the whole. docs/configuration.md says what
/// each key means.
struct Configuration {
  std::string origin;  ///< the file or s3:// URL it was read from

  Side source;
  Side target;
  mapping::LocationMapping locations;
  std::vector<mapping::LocationMapping::Rule> location_rules;  ///< what `locations` was made of, for display

  std::string journal;          ///< path of the SQLite file, or dynamodb://TABLE
  Seconds lease = Seconds(60);  ///< of a table: how long a replicator may be silent before another takes over
  std::string journal_bucket;   ///< for records that fit into no item of the table; empty: none
  Seconds tick = Seconds(60);
  Seconds lookup_window = std::chrono::hours(1);
  Seconds deep_pass_every = std::chrono::minutes(5);
  double lookup_requests_per_second = 1;  ///< 0: no limit
  LookupBy lookup_by = LookupBy::automatic;
  Seconds read_settle = Seconds(60);
  Seconds trail_settle = std::chrono::minutes(30);
  Seconds full_compare_every = std::chrono::minutes(10);
  std::size_t threads = 8;

  std::vector<std::string> include_databases;    ///< globs, folded as names are; empty: all
  std::vector<std::string> exclude_databases;    ///< globs, folded
  std::vector<std::string> protected_databases;  ///< globs, folded

  UnmappedLocations unmapped_locations = UnmappedLocations::keep;
  DeletePolicy delete_policy = DeletePolicy::replicate;
  double breaker_share = 0.3;
  std::size_t breaker_min = 25;
  Seconds breaker_window = std::chrono::minutes(10);
  bool adopt_target = false;
  bool lake_formation = true;
  bool cross_account_grants = false;
  Seconds permissions_listed_every = Seconds(60);
  std::vector<std::string> replicator_principals;  ///< who replicates into the source, beside ourselves
  std::chrono::days retention = std::chrono::days(90);

  /// The batch file's switches; they say what `sync` does.
  bool sync_glue_catalog = true;
  bool sync_lf_permissions = true;
  bool replicates_lake_formation() const { return lake_formation && sync_lf_permissions; }
  bool sync_deletes = false;

  log::Level log_level = log::Level::info;
  LogFormat log_format = LogFormat::text;
  ListenAddress metrics_listen = {.host = "127.0.0.1", .port = 4589};

  /// "file:12: section [x]: unknown key 'y'; did you mean 'z'?": probably a mistake.
  std::vector<std::string> warnings;
  /// Keys of the batch file that mean nothing here, and values that had no effect: no mistake.
  std::vector<std::string> notes;
};

/// Reads a configuration from the text of a file; `origin` is the file's name for messages. The Error is
/// `invalid`, its subject is "file:line", and its message names section and key, what was found and what is
/// allowed.
Result<Configuration> load(std::string_view text, const std::string& origin);

}  // namespace lakemirror::config
