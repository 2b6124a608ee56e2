#pragma once

#include <span>
#include <vector>

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Batches of one verb, whose entries are changes by index.
struct GrantBatch {
  bool revokes = false;
  std::vector<std::size_t> changes = {};
};

/// Waves of batches: those of one wave may go out at the same time, each wave waits for the one before. A
/// batch has no two changes of a key, and of two changes of a key the earlier is in an earlier wave. What
/// stands in front and only revokes is gone out before anything else begins, so that access is taken away
/// first.
std::vector<std::vector<GrantBatch>> grant_waves(std::span<const model::Change> changes);

/// Grants and revokes. A change's body is a request of GrantPermissions (kind `create`, or `update` where it
/// may be held as it is) or RevokePermissions (`remove`): {Principal, Resource, Permissions,
/// PermissionsWithGrantOption, Condition}; its key is that of the grants it is about. A batch that is refused
/// as a whole for its content is taken apart, so that one bad entry does not hold up the others. An entry
/// that another try may mend gets two more at once.
void apply_grants(aws::Client& target, std::span<const model::Change> changes,
                  std::span<model::ChangeResult> results, std::size_t threads);

}  // namespace lakemirror::apply
