#include "apply/grant_batch.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "apply/governance_call.h"
#include "apply/item_errors.h"
#include "aws/denied_or_missing.h"
#include "base/worker_pool.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::ResultKind;

namespace {

constexpr std::size_t entries_per_call = 20;  // documented; the API model has no limit

/// Of an entry that another try may mend. What was revoked to be granted anew in part shall not wait for the
/// next look at it; beyond these it does, for what fails three times in a row needs more time.
constexpr int tries_per_entry = 3;

/// The first of equal items is in wave `first`, the next of its key in the one behind, and so on.
std::vector<std::vector<std::size_t>> levels(std::span<const Change> changes, std::size_t first,
                                             std::size_t last) {
  std::map<model::Key, std::size_t> next;
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = first; i < last; ++i) {
    const std::size_t level = next[changes[i].key]++;
    if (level == out.size()) out.emplace_back();
    out[level].push_back(i);
  }
  return out;
}

/// Revokes stand before grants: with one thread they go out in that order.
std::vector<GrantBatch> batches_of(std::span<const Change> changes, const std::vector<std::size_t>& level) {
  std::vector<GrantBatch> out;
  for (const bool revokes : {true, false}) {
    bool open = false;
    for (const std::size_t i : level) {
      if ((changes[i].kind == ChangeKind::remove) != revokes) continue;
      if (!open || out.back().changes.size() == entries_per_call) out.push_back({.revokes = revokes});
      open = true;
      out.back().changes.push_back(i);
    }
  }
  return out;
}

json::object entry_of(const Change& change, const std::string& id) {
  json::object entry = change.body;
  entry.erase("CatalogId");  // an entry has none: it is the own account's (API model)
  entry["Id"] = id;
  return entry;
}

/// What a refused revoke leaves as it shall be (all seen): Lake Formation does not tell a permission that is
/// not held from one that follows from something else.
bool is_not_held(const Error& error) {
  return says(error, "no permissions revoked") || says(error, "grantee has no permissions");
}

/// The database or table that a grant is on, by its names; both empty where it is on neither.
std::pair<std::string_view, std::string_view> object_of(const Change& grant) {
  const json::object* resource = object_at(grant.body, "Resource");
  if (resource == nullptr) return {};
  if (const json::object* database = object_at(*resource, "Database"))
    return {text_or(*database, "Name"), {}};
  for (const auto& [member, name] : {std::pair("Table", "Name"), std::pair("TableWithColumns", "Name"),
                                     std::pair("DataCellsFilter", "TableName")}) {
    if (const json::object* table = object_at(*resource, member))
      return {text_or(*table, "DatabaseName"), text_or(*table, name)};
  }
  return {};
}

class Batch {
 public:
  Batch(aws::Client& target, std::span<const Change> changes, std::span<ChangeResult> results)
      : target_(target), changes_(changes), results_(results) {}

  void send(const GrantBatch& batch, int tries = tries_per_entry) {
    json::array entries;
    std::set<std::string> ids;
    for (std::size_t i = 0; i < batch.changes.size(); ++i) {
      const std::string id = *ids.insert(std::to_string(i)).first;
      entries.push_back(entry_of(changes_[batch.changes[i]], id));
    }
    const std::string operation = batch.revokes ? "BatchRevokePermissions" : "BatchGrantPermissions";
    const auto answer = target_.call(api::Service::lakeformation, operation, {{"Entries", entries}});
    if (!answer) return judge_refusal(batch, answer.error(), tries);
    const ItemErrors errors(
        *answer, "lakeformation:" + operation, ids,
        [](const json::object& item) -> std::optional<std::string> {
          const json::object* entry = object_at(item, "RequestEntry");
          return entry == nullptr ? std::nullopt : std::optional(std::string(text_or(*entry, "Id")));
        },
        ItemErrors::lake_formation);
    GrantBatch again{.revokes = batch.revokes};
    for (std::size_t i = 0; i < batch.changes.size(); ++i) {
      const Error* error = errors.of(std::to_string(i));
      if (error != nullptr && error->kind == ErrorKind::retry && tries > 1) {
        again.changes.push_back(batch.changes[i]);
      } else {
        judge(batch.changes[i], error, batch.revokes, tries);
      }
    }
    if (!again.changes.empty()) send(again, tries - 1);
  }

 private:
  void judge(std::size_t index, const Error* error, bool revokes, int tries) {
    const Change& change = changes_[index];
    ChangeResult& result = results_[index];
    if (error == nullptr) {
      const bool again = change.kind == ChangeKind::update;
      result = {.kind = revokes ? ResultKind::deleted : again ? ResultKind::updated : ResultKind::created};
      return;
    }
    if (revokes && error->kind != ErrorKind::retry && is_not_held(*error)) {
      // A try that failed may have taken it away all the same.
      result = {.kind = tries < tries_per_entry ? ResultKind::deleted : ResultKind::unchanged};
      return;
    }
    if (change.kind == ChangeKind::update && is_invalid_modification(*error)) {
      result = {.kind = ResultKind::unchanged};
      return;
    }
    const auto [database, table] = object_of(change);
    result = failed_change(aws::denied_or_missing(target_, *error, database, table), change);
    // On what does not exist nobody holds anything; that it was listed needs another look.
    if (revokes && failed_as(result, ErrorKind::missing))
      result = {.kind = ResultKind::unchanged, .look_again = true};
    if (is_invalid_modification(*error)) result.look_again = true;
  }

  void judge_refusal(const GrantBatch& batch, const Error& error, int tries) {
    // Which entry was meant it does not say.
    const bool is_of_an_entry = error.kind == ErrorKind::invalid || error.kind == ErrorKind::missing;
    if (is_of_an_entry && batch.changes.size() > 1) {
      for (const std::size_t i : batch.changes) send({.revokes = batch.revokes, .changes = {i}}, tries);
      return;
    }
    for (const std::size_t i : batch.changes) judge(i, &error, batch.revokes, tries);
  }

  aws::Client& target_;
  std::span<const Change> changes_;
  std::span<ChangeResult> results_;
};

}  // namespace

std::vector<std::vector<GrantBatch>> grant_waves(std::span<const Change> changes) {
  const auto only_revokes =
      std::ranges::find_if(changes, [](const Change& change) { return change.kind != ChangeKind::remove; });
  const auto front = static_cast<std::size_t>(only_revokes - changes.begin());
  std::vector<std::vector<GrantBatch>> waves;
  for (const auto& level : levels(changes, 0, front)) waves.push_back(batches_of(changes, level));
  for (const auto& level : levels(changes, front, changes.size()))
    waves.push_back(batches_of(changes, level));
  return waves;
}

void apply_grants(aws::Client& target, std::span<const Change> changes, std::span<ChangeResult> results,
                  std::size_t threads) {
  Batch batch(target, changes, results);
  for (const auto& wave : grant_waves(changes))
    run_parallel(wave.size(), threads, [&](std::size_t i) { batch.send(wave[i]); });
}

}  // namespace lakemirror::apply
