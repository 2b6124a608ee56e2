#pragma once

#include <span>
#include <string>
#include <vector>

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Mutates a target's Lake Formation. Applies changes in the order given: neighbours of one kind that have
/// different keys share `threads` threads, everything else waits for what stands before it. Whatever AWS
/// answers to one change, the others go on. Safe for concurrent use.
///
/// Bodies are as read::GovernanceReader makes them. Of grants there may be many changes to a key, and both
/// their bodies and those of their removals are requests to grant or revoke (see grant_batch.h).
class GovernanceApplier {
 public:
  /// `account` is the target's, which data cells filters have to name.
  GovernanceApplier(aws::Client& target, std::string account)
      : target_(target), account_(std::move(account)) {}

  /// One result per change, in their order. A change that was already so is `unchanged`.
  std::vector<model::ChangeResult> apply(std::span<const model::Change> changes, std::size_t threads);

 private:
  void apply_neighbours(std::span<const model::Change> changes, std::span<model::ChangeResult> results,
                        std::size_t threads);
  model::ChangeResult apply_one(const model::Change& change);
  model::ChangeResult put_settings(const model::Change& change);
  model::ChangeResult apply_expression(const model::Change& change);
  model::ChangeResult put_expression(const model::Change& change);
  model::ChangeResult apply_filter(const model::Change& change);
  model::ChangeResult put_filter(const model::Change& change);

  aws::Client& target_;
  std::string account_;
};

}  // namespace lakemirror::apply
