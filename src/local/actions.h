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

}  // namespace lakemirror::local
