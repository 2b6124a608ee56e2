#pragma once

#include <span>

#include "local/call.h"

namespace lakemirror::local {

/// The actions, one file per group.
std::span<const Action> database_actions();         // databases.cc
std::span<const Action> table_actions();            // tables.cc
std::span<const Action> table_version_actions();    // table_versions.cc
std::span<const Action> partition_actions();        // partitions.cc
std::span<const Action> partition_batch_actions();  // partition_batches.cc
std::span<const Action> partition_list_actions();   // partition_lists.cc
std::span<const Action> lookup_actions();           // lookup_events.cc
std::span<const Action> sts_actions();              // sts.cc
std::span<const Action> lake_grant_actions();       // lake_grant_actions.cc
std::span<const Action> lake_listing_actions();     // lake_listing_actions.cc
std::span<const Action> lake_settings_actions();    // lake_settings_actions.cc
std::span<const Action> lake_tag_actions();         // lake_tag_actions.cc
std::span<const Action> lake_assignment_actions();  // lake_assignment_actions.cc
std::span<const Action> lake_expression_actions();  // lake_expression_actions.cc
std::span<const Action> lake_filter_actions();      // lake_filter_actions.cc
std::span<const Action> lake_location_actions();    // lake_location_actions.cc
std::span<const Action> lake_opt_in_actions();      // lake_opt_in_actions.cc

}  // namespace lakemirror::local
