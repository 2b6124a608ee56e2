#pragma once

#include <optional>

#include "model/key.h"
#include "permissions/atom_set.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// What one touched holder shall hold at the target.
struct WantedGrants {
  permissions::AtomSet::Holder holder;  ///< in the target's terms
  permissions::AtomSet held;
  Look* look = nullptr;           ///< of the record's node; nullptr where only a subtree or all is looked at
  Time excess_since = {};         ///< what is revoked was too much since then
  bool loses_by_listing = false;  ///< what only the listing lacks, and the breaker admits
  bool by_records = false;        ///< what it shall lose is what events say, not what the listing lacks
  std::optional<Look> held_back = {};  ///< not all of it may be done now
  Digest* location = nullptr;          ///< of the location for which it is looked at, registered anew
};

/// By which the journal knows the holder.
inline model::Key grants_key(const permissions::AtomSet::Holder& holder) {
  return model::Key::grants(holder.principal, holder.subject.text());
}

}  // namespace lakemirror::pipeline
