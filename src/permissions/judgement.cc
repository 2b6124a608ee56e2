#include "permissions/judgement.h"

#include <algorithm>

#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

namespace {

/// Whether another list than the one named is held that may share a column or value with it.
bool meets_another_list(const Grant& named, const Holding& before, bool only_exclusions) {
  return std::ranges::any_of(before.rows(), [&](const auto& row) {
    const Resource& held = row.first.resource;
    const bool excludes =
        held.kind() == ResourceKind::columns_except || named.resource.kind() == ResourceKind::columns_except;
    return held != named.resource && held.overlaps(named.resource) && (excludes || !only_exclusions);
  });
}

std::string doubt_of_revoke(const Grant& revoked, const Holding& before) {
  const Words& named = revoked.words;
  if (named.holds(all)) return "what a revoke of ALL leaves of the other permissions is not documented";
  if (!named.grantable_names().empty())
    return "a revoke that names grant options may be meant for the options alone";
  if (const Words* held = before.find({revoked.resource, revoked.condition})) {
    const Words closed = held->closure(revoked.resource.kind());
    for (const std::string& word : named.names()) {
      if (held->holds(all) && all_implies(revoked.resource.kind(), word))
        return "what a revoke of one permission leaves of ALL is not documented";
      if (closed.holds(word, true)) return "a revoke that names no grant option may leave it";
    }
  }
  if (meets_another_list(revoked, before, false))
    return "what a revoke of a part of a list leaves of it is not documented";
  return {};
}

std::string doubt_of_grant(const Grant& given, const Holding& before) {
  if (meets_another_list(given, before, true))
    return "whether lists of excluded columns are kept apart is not documented";
  return {};
}

}  // namespace

Judgement judge(const RecordedRequest& request, const AtomSet& before) {
  Grant grant = request.grant;
  const Holding& held = before.holding({grant.principal, grant.resource.subject()});
  if (request.action == RecordedRequest::Action::grant) {
    return {.added = AtomSet(std::vector<Grant>{grant}).atoms(),
            .removed = {},
            .doubt = doubt_of_grant(grant, held)};
  }
  // The option goes with the permission.
  for (const std::string& word : request.grant.words.names()) grant.words.add(word, true);
  return {.added = {},
          .removed = AtomSet(std::vector<Grant>{grant}).atoms(),
          .doubt = doubt_of_revoke(request.grant, held)};
}

}  // namespace lakemirror::permissions
