#pragma once

#include <string>
#include <vector>

#include "permissions/atom_set.h"
#include "permissions/recorded_request.h"

namespace lakemirror::permissions {

/// What one recorded request changed.
struct Judgement {
  std::vector<Atom> added = {};
  std::vector<Atom> removed = {};
  /// Why the record alone does not tell what is held now, in words; empty when it does. The listing of the
  /// source has to decide where this is not empty.
  std::string doubt = {};

  bool unambiguous() const { return doubt.empty(); }
};

/// `before` is what is known to have been held; what a request leaves can depend on it. A grant is clear,
/// except of a list of excluded columns that meets another list. A revoke is not where it names ALL or meets
/// a holder of ALL, meets another list of columns or values than the one it names, or where grant options are
/// named or held.
Judgement judge(const RecordedRequest& request, const AtomSet& before);

}  // namespace lakemirror::permissions
