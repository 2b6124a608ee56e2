#include "apply/governance_applier.h"

#include <map>

#include "apply/assignment_change.h"
#include "apply/governance_call.h"
#include "apply/grant_batch.h"
#include "apply/location_change.h"
#include "apply/tag_change.h"
#include "base/worker_pool.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::KeyKind;
using model::ResultKind;

namespace {

ChangeResult not_possible(const Change& change, std::string message) {
  return failed_change(
      {.kind = ErrorKind::invalid, .operation = "apply change", .message = std::move(message)}, change);
}

}  // namespace

std::vector<ChangeResult> GovernanceApplier::apply(std::span<const Change> changes, std::size_t threads) {
  std::vector<ChangeResult> results(changes.size());
  for (std::size_t first = 0; first < changes.size();) {
    const KeyKind kind = changes[first].key.kind();
    std::size_t last = first;
    while (last < changes.size() && changes[last].key.kind() == kind) ++last;
    const std::size_t count = last - first;
    const auto part = std::span(results).subspan(first, count);
    if (kind == KeyKind::grants) {
      apply_grants(target_, changes.subspan(first, count), part, threads);
    } else {
      apply_neighbours(changes.subspan(first, count), part, threads);
    }
    first = last;
  }
  return results;
}

/// No key of a kind of Lake Formation's lies below another of that kind: only equal ones must wait.
void GovernanceApplier::apply_neighbours(std::span<const Change> changes, std::span<ChangeResult> results,
                                         std::size_t threads) {
  std::map<model::Key, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < changes.size(); ++i) by_key[changes[i].key].push_back(i);
  std::vector<const std::vector<std::size_t>*> groups;
  for (const auto& [key, group] : by_key) groups.push_back(&group);
  run_parallel(groups.size(), threads, [&](std::size_t group) {
    for (const std::size_t i : *groups[group]) results[i] = apply_one(changes[i]);
  });
}

ChangeResult GovernanceApplier::apply_one(const Change& change) {
  switch (change.key.kind()) {
    case KeyKind::settings:
      return put_settings(change);
    case KeyKind::location:
      return apply_location(target_, change);
    case KeyKind::tag:
      return apply_tag(target_, change);
    case KeyKind::expression:
      return apply_expression(change);
    case KeyKind::assignment:
      return apply_assignment(target_, change);
    case KeyKind::filter:
      return apply_filter(change);
    case KeyKind::grants:  // in batches, before it comes to this
    case KeyKind::catalog:
    case KeyKind::database:
    case KeyKind::table:
    case KeyKind::partition:
      break;
  }
  return not_possible(change, "this is not kept by Lake Formation");
}

ChangeResult GovernanceApplier::put_settings(const Change& change) {
  if (change.kind == ChangeKind::remove) return not_possible(change, "settings cannot be removed");
  return call_lake_formation(target_, "PutDataLakeSettings", {{"DataLakeSettings", change.body}}, change,
                             ResultKind::updated);
}

ChangeResult GovernanceApplier::apply_expression(const Change& change) {
  if (change.kind != ChangeKind::remove) return put_expression(change);
  auto removed = call_lake_formation(target_, "DeleteLFTagExpression", {{"Name", change.key.name()}}, change,
                                     ResultKind::deleted);
  return failed_as(removed, ErrorKind::missing) ? ChangeResult{.kind = ResultKind::unchanged} : removed;
}

ChangeResult GovernanceApplier::put_expression(const Change& change) {
  json::object update = change.body;
  // A description left out may stay (not documented); an empty one does not.
  if (!update.contains("Description")) update["Description"] = "";
  const auto create = [&] {
    return call_lake_formation(target_, "CreateLFTagExpression", change.body, change, ResultKind::created);
  };
  ChangeResult first;
  if (change.kind == ChangeKind::create) {
    auto created = create();
    if (!may_exist(created)) return created;
    first = created;
    if (!target_.call(api::Service::lakeformation, "GetLFTagExpression", {{"Name", change.key.name()}}))
      return created;
  }
  auto updated = call_lake_formation(target_, "UpdateLFTagExpression", update, change, ResultKind::updated);
  if (change.kind == ChangeKind::create || !failed_as(updated, ErrorKind::missing))
    return after(first, std::move(updated));
  // What is missing is the expression, or an LF-tag it names: then it is there, and has to wait for the tag.
  auto created = create();
  return may_exist(created) ? updated : created;
}

ChangeResult GovernanceApplier::apply_filter(const Change& change) {
  if (change.kind != ChangeKind::remove) return put_filter(change);
  const json::object named{{"TableCatalogId", account_},
                           {"DatabaseName", change.key.database_name()},
                           {"TableName", change.key.table_name()},
                           {"Name", change.key.name()}};
  auto removed = call_lake_formation(target_, "DeleteDataCellsFilter", named, change, ResultKind::deleted);
  return failed_as(removed, ErrorKind::missing) ? ChangeResult{.kind = ResultKind::unchanged} : removed;
}

ChangeResult GovernanceApplier::put_filter(const Change& change) {
  json::object data = change.body;
  data["TableCatalogId"] = account_;
  const json::object input{{"TableData", std::move(data)}};
  const auto create = [&] {
    return call_lake_formation(target_, "CreateDataCellsFilter", input, change, ResultKind::created);
  };
  const auto update = [&] {
    return call_lake_formation(target_, "UpdateDataCellsFilter", input, change, ResultKind::updated);
  };
  if (change.kind == ChangeKind::create) {
    auto created = create();
    return failed_as(created, ErrorKind::exists) ? after(created, update()) : created;
  }
  auto updated = update();
  if (!failed_as(updated, ErrorKind::missing)) return updated;
  // It was deleted since it was read, and the grants on it went along; or the table was, and this says so.
  auto created = create();
  created.made_anew = created.kind == ResultKind::created;
  return created;
}

}  // namespace lakemirror::apply
