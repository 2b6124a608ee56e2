#pragma once

#include <span>
#include <vector>

#include "apply/step.h"
#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// The only code that mutates a target. Applies an ordered plan: changes that may not run together wait for
/// each other, the others share `threads` threads, and partitions and removed tables go in batches of the
/// API's limits. Whatever AWS answers to one change, the others go on. Safe for concurrent use.
class Applier {
 public:
  explicit Applier(aws::Client& target) : target_(target) {}

  /// One result per change, in the plan's order. A change that was already so is `unchanged`.
  std::vector<model::ChangeResult> apply(const model::Plan& plan, std::size_t threads);

 private:
  using Results = std::span<model::ChangeResult>;

  void run(const Step& step, const model::Plan& plan, Results results);
  model::ChangeResult put_database(const model::Change& change);
  model::ChangeResult put_table(const model::Change& change);
  model::ChangeResult recreate_table(const model::Change& change);
  /// What GetTable says after an update that was to drop members.
  enum class Held { as_wanted, with_dropped_members, something_else };
  Result<Held> held_after_update(const model::Change& change);
  model::ChangeResult drop_members(const model::Change& change);
  model::ChangeResult remove_database(const model::Change& change);
  void remove_tables(const Step& step, const model::Plan& plan, Results results);
  model::ChangeResult call(std::string_view operation, const json::object& input, const model::Change& change,
                           model::ResultKind on_success);

  aws::Client& target_;
};

}  // namespace lakemirror::apply
