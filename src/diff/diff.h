#pragma once

#include <map>
#include <string>
#include <vector>

#include "mapping/mapping.h"
#include "model/change.h"
#include "model/snapshot.h"

namespace lakemirror::diff {

struct Rules {
  const mapping::Mapping& mapping;
  bool park_unmapped = false;  ///< an object with an unmapped location is an error, not a change
};

/// What has to be done so that the target holds what the source holds.
struct Difference {
  std::vector<model::Change> changes = {};
  std::map<model::Key, Error> undecided = {};  ///< unknown on either side, or not to be copied as it is
};

/// Compares every key of `source` with the same key of `target`. Keys that only `target` has are not judged:
/// whoever listed them decides what their absence means. Pure, and independent of the order of anything.
/// Takes the source's snapshot apart: its bodies become the changes'.
Difference diff(model::Snapshot source, const model::Snapshot& target, const Rules& rules);

/// "StorageDescriptor, Parameters differ": names members, never values, which may be anything.
std::string differing_members(const json::object& wanted, const json::object& held);

/// The order in which changes may be applied: databases, tables, partitions; then removals, children first.
/// Within databases, tables, partitions or the removals of one of them no key is an ancestor of another.
model::Plan order(std::vector<model::Change> changes);

}  // namespace lakemirror::diff
