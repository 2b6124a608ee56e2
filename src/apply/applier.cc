#include "apply/applier.h"

#include <algorithm>
#include <set>

#include "api/api.h"
#include "apply/item_errors.h"
#include "apply/partition_batch.h"
#include "base/text.h"
#include "base/worker_pool.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::KeyKind;
using model::ResultKind;

namespace {

constexpr auto glue = api::Service::glue;

bool failed_with(const ChangeResult& result, ErrorKind kind) {
  return result.kind == ResultKind::failed && result.error && result.error->kind == kind;
}

json::object update_table_input(const Change& change, json::storage_ptr storage) {
  // The replica keeps no history of its own: archiving every replicated version would eat the table's version
  // quota.
  json::object input(
      {{"DatabaseName", change.key.database_name()}, {"TableInput", change.body}, {"SkipArchive", true}},
      std::move(storage));
  if (change.body.contains("ViewDefinition")) {
    input.emplace("ViewUpdateAction", "REPLACE");
    input.emplace("Force", true);  // the view's tables may not be here yet
  }
  return input;
}

}  // namespace

std::vector<ChangeResult> Applier::apply(const model::Plan& plan, std::size_t threads) {
  std::vector<ChangeResult> results(plan.changes.size());
  const auto steps = steps_of(plan);
  for (std::size_t first = 0; first < steps.size();) {
    std::size_t last = first;
    while (last < steps.size() && steps[last].rank == steps[first].rank) ++last;
    run_parallel(last - first, threads, [&](std::size_t i) { run(steps[first + i], plan, results); });
    first = last;
  }
  return results;
}

void Applier::run(const Step& step, const model::Plan& plan, Results results) {
  const auto index = step.changes.front();
  const auto& change = plan.changes[index];
  const bool removal = change.kind == ChangeKind::remove;
  switch (change.key.kind()) {
    case KeyKind::catalog:
      break;
    case KeyKind::database:
      results[index] = removal ? remove_database(change) : put_database(change);
      break;
    case KeyKind::table:
      if (removal) {
        remove_tables(step, plan, results);
      } else {
        results[index] = put_table(change);
      }
      break;
    case KeyKind::partition:
      apply_partitions(target_, step, plan, results);
      break;
    case KeyKind::filter:
    case KeyKind::assignment:
    case KeyKind::settings:
    case KeyKind::location:
    case KeyKind::tag:
    case KeyKind::expression:
    case KeyKind::grants:
      break;  // GovernanceApplier's
  }
}

ChangeResult Applier::call(std::string_view operation, const json::object& input, const Change& change,
                           ResultKind on_success) {
  const auto answer = target_.call(glue, operation, input);
  if (answer) return {.kind = on_success};
  Error error = answer.error();
  error.subject = change.key.text();
  return {.kind = ResultKind::failed, .error = std::move(error)};
}

// What exists though it was read as absent is left as it is until a read shows it: UpdateTable and
// UpdateDatabase on a resource link change what it points at (AWS, resource-links-glue-apis).

ChangeResult Applier::put_database(const Change& change) {
  const json::object create{{"DatabaseInput", change.body}};
  if (change.kind == ChangeKind::replace) {
    auto removed = remove_database(change);
    if (removed.kind == ResultKind::failed) return removed;
    return call("CreateDatabase", create, change, ResultKind::updated);
  }
  if (change.kind == ChangeKind::create) return call("CreateDatabase", create, change, ResultKind::created);
  const json::object update{{"Name", change.key.database_name()}, {"DatabaseInput", change.body}};
  auto updated = call("UpdateDatabase", update, change, ResultKind::updated);
  if (!failed_with(updated, ErrorKind::missing)) return updated;
  // It was deleted since it was read: what it held went along.
  auto created = call("CreateDatabase", create, change, ResultKind::created);
  created.made_anew = created.kind == ResultKind::created;
  return created;
}

ChangeResult Applier::put_table(const Change& change) {
  if (change.kind == ChangeKind::replace) return recreate_table(change);
  const auto storage = freed_as_one();
  const auto create = [&] {
    const json::object input({{"DatabaseName", change.key.database_name()}, {"TableInput", change.body}},
                             storage);
    return call("CreateTable", input, change, ResultKind::created);
  };
  if (change.kind == ChangeKind::create) return create();
  auto updated = call("UpdateTable", update_table_input(change, storage), change, ResultKind::updated);
  if (updated.kind == ResultKind::updated && !change.dropped.empty()) return drop_members(change);
  if (!failed_with(updated, ErrorKind::missing)) return updated;
  // It was deleted since it was read: what lay below it went along.
  auto created = create();
  created.made_anew = created.kind == ResultKind::created;
  return created;
}

ChangeResult Applier::recreate_table(const Change& change) {
  const json::object remove{{"DatabaseName", change.key.database_name()}, {"Name", change.key.table_name()}};
  auto removed = call("DeleteTable", remove, change, ResultKind::deleted);
  if (removed.kind == ResultKind::failed && !failed_with(removed, ErrorKind::missing)) return removed;
  const json::object create{{"DatabaseName", change.key.database_name()}, {"TableInput", change.body}};
  auto created = call("CreateTable", create, change, ResultKind::updated);
  created.made_anew = true;
  return created;
}

/// Whether UpdateTable drops a member that is left out or keeps it is not known for certain: only where
/// something has to be dropped, it is looked at.
Result<Applier::Held> Applier::held_after_update(const Change& change) {
  LM_TRY(const auto answer,
         target_.call(glue, "GetTable",
                      {{"DatabaseName", change.key.database_name()}, {"Name", change.key.table_name()}}));
  const auto* table = object_at(answer, "Table");
  if (table == nullptr) return Held::something_else;
  for (const auto& wanted : change.body) {
    const auto* held = table->if_contains(wanted.key());
    if (held == nullptr || canonical_json(*held) != canonical_json(wanted.value()))
      return Held::something_else;
  }
  const bool any = std::any_of(change.dropped.begin(), change.dropped.end(),
                               [&](const auto& name) { return table->contains(name); });
  return any ? Held::with_dropped_members : Held::as_wanted;
}

/// After an update that was to drop members. An answer that is not the update's own is a stale one: nothing
/// is concluded from it, and in any case it is looked at again later.
ChangeResult Applier::drop_members(const Change& change) {
  const auto held = held_after_update(change);
  if (held && *held == Held::with_dropped_members) return recreate_table(change);
  if (held) return {.kind = ResultKind::updated, .look_again = true};
  Error error = held.error();
  error.subject = change.key.text();
  return {.kind = ResultKind::failed, .error = std::move(error)};
}

ChangeResult Applier::remove_database(const Change& change) {
  auto removed = call("DeleteDatabase", {{"Name", change.key.database_name()}}, change, ResultKind::deleted);
  return failed_with(removed, ErrorKind::missing) ? ChangeResult{.kind = ResultKind::unchanged} : removed;
}

namespace {

ItemErrors table_errors(const json::object& answer, const Step& step, const model::Plan& plan) {
  std::set<std::string> asked;
  for (const auto i : step.changes) asked.insert(plan.changes[i].key.table_name());
  return {answer, "glue:BatchDeleteTable", asked, [](const json::object& item) -> std::optional<std::string> {
            const auto name = text_or(item, "TableName");
            return name.empty() ? std::nullopt : std::optional(fold(name));
          }};
}

}  // namespace

void Applier::remove_tables(const Step& step, const model::Plan& plan, Results results) {
  json::array names;
  for (const auto i : step.changes) names.emplace_back(plan.changes[i].key.table_name());
  const auto database = plan.changes[step.changes.front()].key.database_name();
  const auto answer = target_.call(glue, "BatchDeleteTable",
                                   {{"DatabaseName", database}, {"TablesToDelete", std::move(names)}});
  const auto errors = answer ? table_errors(*answer, step, plan) : ItemErrors();
  for (const auto i : step.changes) {
    const auto* error = answer ? errors.of(plan.changes[i].key.table_name()) : &answer.error();
    if (error == nullptr) {
      results[i] = {.kind = ResultKind::deleted};
    } else if (error->kind == ErrorKind::missing) {
      results[i] = {.kind = ResultKind::unchanged};
    } else {
      results[i] = {.kind = ResultKind::failed, .error = *error};
      results[i].error->subject = plan.changes[i].key.text();
    }
  }
}

}  // namespace lakemirror::apply
