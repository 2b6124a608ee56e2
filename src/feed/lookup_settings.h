#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace lakemirror::feed {

/// By which attribute LookupEvents is asked; it takes one.
enum class LookupBy {
  automatic,  ///< whichever of the others needs the fewest pages, measured now and then
  source,     ///< EventSource: every record of the service, reads included
  name,       ///< EventName, one after the other: only the names in event_names
  read_only,  ///< ReadOnly=false: changes of every service
};

std::string_view to_string(LookupBy by);
std::optional<LookupBy> parse_lookup_by(std::string_view text);

/// How LookupEvents is read.
struct LookupSettings {
  /// What is read again by every deep pass. An event that CloudTrail delivers later than this after its time
  /// is lost to this feed.
  Milliseconds window = std::chrono::hours(1);
  Milliseconds deep_every = std::chrono::minutes(5);
  LookupBy by = LookupBy::automatic;
  std::vector<std::string> event_sources = {"glue.amazonaws.com", "lakeformation.amazonaws.com"};
  /// Events that change the catalog, for LookupBy::name.
  std::vector<std::string> event_names = {
      "CreateDatabase",        "UpdateDatabase",        "DeleteDatabase",          "CreateTable",
      "UpdateTable",           "DeleteTable",           "BatchDeleteTable",        "CreatePartition",
      "UpdatePartition",       "DeletePartition",       "BatchCreatePartition",    "BatchUpdatePartition",
      "BatchDeletePartition",  "DeleteTableVersion",    "BatchDeleteTableVersion", "GrantPermissions",
      "RevokePermissions",     "BatchGrantPermissions", "BatchRevokePermissions",  "CreateLFTag",
      "UpdateLFTag",           "DeleteLFTag",           "AddLFTagsToResource",     "RemoveLFTagsFromResource",
      "CreateLFTagExpression", "UpdateLFTagExpression", "DeleteLFTagExpression",   "CreateDataCellsFilter",
      "UpdateDataCellsFilter", "DeleteDataCellsFilter", "RegisterResource",        "UpdateResource",
      "DeregisterResource",    "PutDataLakeSettings"};
  /// Leaves Lake Formation out.
  void follow_glue_alone() {
    event_sources = {"glue.amazonaws.com"};
    event_names.resize(glue_event_names);
  }
  static constexpr std::size_t glue_event_names = 15;  ///< how many of the names stand first
  /// How late an event may come. One that is older when a deep pass begins, and still comes later than that
  /// pass, was taken for not existing: it is counted as a violation.
  Milliseconds trail_settle = std::chrono::minutes(30);
  /// How long a full comparison takes. A gap that would take longer to read is left to it.
  Milliseconds sync_takes = std::chrono::hours(1);
  /// Where a shallow pass gives up: at a request a second it must not hold up the next tick for long, and
  /// what lies deeper belongs to the deep pass.
  std::size_t shallow_pages = 20;
  /// How long a measurement of an attribute stands before it is taken again.
  Milliseconds measure_every = std::chrono::hours(1);
};

}  // namespace lakemirror::feed
