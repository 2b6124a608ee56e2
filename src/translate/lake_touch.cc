#include "translate/lake_touch.h"

#include <algorithm>
#include <array>
#include <utility>

namespace lakemirror::translate {

namespace {

constexpr std::array<LakeEvent, 19> known_lake_events = {{
    {"AddLFTagsToResource", touch_assignment},
    {"BatchGrantPermissions", touch_grants, Nested::yes},
    {"BatchRevokePermissions", touch_grants, Nested::yes},
    {"CreateDataCellsFilter", touch_filter},
    {"CreateLFTag", touch_tag},
    {"CreateLFTagExpression", touch_expression},
    {"DeleteDataCellsFilter", touch_filter},
    {"DeleteLFTag", touch_tag},
    {"DeleteLFTagExpression", touch_expression},
    {"DeregisterResource", touch_location},
    {"GrantPermissions", touch_grants, Nested::yes},
    {"PutDataLakeSettings", touch_settings},
    {"RegisterResource", touch_location},
    {"RemoveLFTagsFromResource", touch_assignment},
    {"RevokePermissions", touch_grants, Nested::yes},
    {"UpdateDataCellsFilter", touch_filter},
    {"UpdateLFTag", touch_tag},
    {"UpdateLFTagExpression", touch_expression},
    {"UpdateResource", touch_location},
}};

/// Reads by other names: they hand out credentials, or plan a query.
constexpr std::array<std::string_view, 2> other_reads = {"AssumeDecoratedRoleWithSAML", "StartQueryPlanning"};

/// What changes that are not replicated are about, by a part of their event names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> not_replicated = {{
    {"OptIn", "an opt-in to Lake Formation permissions"},
    {"IdentityCenter", "the connection with IAM Identity Center"},
    {"StorageOptimizer", "the storage optimizer of a table"},
    {"Transaction", "a transaction on governed tables"},
    {"TableObjects", "the list of objects of a governed table"},
    {"DeleteObjectsOnCancel", "a transaction on governed tables"},
}};

}  // namespace

std::span<const LakeEvent> lake_events() { return known_lake_events; }

const LakeEvent* find_lake_event(std::string_view event_name) {
  const auto found = std::ranges::find(known_lake_events, event_name, &LakeEvent::name);
  return found == known_lake_events.end() ? nullptr : &*found;
}

std::string reason_to_ignore_lake(std::string_view event_name) {
  const bool is_other_read = std::ranges::find(other_reads, event_name) != other_reads.end();
  if (is_other_read || is_read(event_name)) return std::string(changes_nothing);
  for (const auto& [part, subject] : not_replicated) {
    if (event_name.find(part) != std::string_view::npos)
      return std::string(subject) + " is not replicated by this version";
  }
  return reason_to_ignore_name(event_name);
}

}  // namespace lakemirror::translate
