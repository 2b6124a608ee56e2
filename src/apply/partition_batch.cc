#include "apply/partition_batch.h"

#include <set>

#include "api/api.h"
#include "apply/item_errors.h"

namespace lakemirror::apply {

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::ResultKind;

namespace {

enum class Verb { create, update, remove };

struct Shape {
  std::string_view operation;
  std::string_view list;          ///< the request's list
  std::string_view error_values;  ///< how an item of the answer's Errors names its partition
};

Shape shape_of(Verb verb) {
  switch (verb) {
    case Verb::create:
      return {"BatchCreatePartition", "PartitionInputList", "PartitionValues"};
    case Verb::update:
      return {"BatchUpdatePartition", "Entries", "PartitionValueList"};
    case Verb::remove:
      return {"BatchDeletePartition", "PartitionsToDelete", "PartitionValues"};
  }
  return {};
}

ResultKind success_of(Verb verb) {
  switch (verb) {
    case Verb::create:
      return ResultKind::created;
    case Verb::update:
      return ResultKind::updated;
    case Verb::remove:
      return ResultKind::deleted;
  }
  return ResultKind::failed;
}

json::array values_of(const Change& change) {
  const auto values = change.key.partition_values();
  return json::array(values.begin(), values.end());
}

json::object item_of(const Change& change, Verb verb, const json::storage_ptr& storage) {
  switch (verb) {
    case Verb::create:
      return json::object(change.body, storage);
    case Verb::update:
      return json::object({{"PartitionValueList", values_of(change)}, {"PartitionInput", change.body}},
                          storage);
    case Verb::remove:
      return json::object({{"Values", values_of(change)}}, storage);
  }
  return {};
}

ChangeResult failed(Error error, const Change& change) {
  error.subject = change.key.text();
  return {.kind = ResultKind::failed, .error = std::move(error)};
}

std::string name_of(const Change& change) { return canonical_json(values_of(change)); }

class PartitionCalls {
 public:
  PartitionCalls(aws::Client& target, const model::Plan& plan, std::span<ChangeResult> results)
      : target_(target), plan_(plan), results_(results) {}

  /// `may_turn`: whether an item that exists may turn into an update, and a missing one into a create. Off in
  /// the second round, so that two sides that disagree end in an error and not in a loop.
  void send(Verb verb, const std::vector<std::size_t>& changes, bool may_turn) {
    if (changes.empty()) return;
    const auto shape = shape_of(verb);
    const auto& table = plan_.changes[changes.front()].key;
    const auto storage = freed_as_one();
    json::array items(storage);
    for (const auto i : changes) items.push_back(item_of(plan_.changes[i], verb, storage));
    json::object request({{"DatabaseName", table.database_name()}, {"TableName", table.table_name()}},
                         storage);
    request.emplace(shape.list, std::move(items));
    const auto answer = target_.call(api::Service::glue, shape.operation, request);
    if (answer) return judge_items(verb, changes, item_errors(*answer, shape, changes), may_turn);
    judge_refusal(verb, changes, answer.error(), may_turn);
  }

 private:
  /// By partition values in canonical text.
  ItemErrors item_errors(const json::object& answer, const Shape& shape,
                         const std::vector<std::size_t>& changes) const {
    std::set<std::string> asked;
    for (const auto i : changes) asked.insert(name_of(plan_.changes[i]));
    return {answer, "glue:" + std::string(shape.operation), asked,
            [&](const json::object& item) -> std::optional<std::string> {
              const auto* values = array_at(item, shape.error_values);
              return values == nullptr ? std::nullopt : std::optional(canonical_json(*values));
            }};
  }

  void judge_items(Verb verb, const std::vector<std::size_t>& changes, const ItemErrors& errors,
                   bool may_turn) {
    std::vector<std::size_t> to_update, to_create;
    for (const auto i : changes) {
      const auto* error = errors.of(name_of(plan_.changes[i]));
      if (error == nullptr) {
        results_[i] = {.kind = success_of(verb)};
      } else if (verb == Verb::remove && error->kind == ErrorKind::missing) {
        results_[i] = {.kind = ResultKind::unchanged};
      } else if (may_turn && verb == Verb::create && error->kind == ErrorKind::exists) {
        to_update.push_back(i);
      } else if (may_turn && verb == Verb::update && error->kind == ErrorKind::missing) {
        to_create.push_back(i);
      } else {
        results_[i] = failed(*error, plan_.changes[i]);
      }
    }
    send(Verb::update, to_update, false);
    send(Verb::create, to_create, false);
  }

  void judge_refusal(Verb verb, const std::vector<std::size_t>& changes, const Error& error, bool may_turn) {
    if (error.kind == ErrorKind::invalid && changes.size() > 1) {
      for (const auto i : changes) send(verb, {i}, may_turn);
      return;
    }
    for (const auto i : changes) {
      const bool gone = verb == Verb::remove && error.kind == ErrorKind::missing;  // with its table
      results_[i] = gone ? ChangeResult{.kind = ResultKind::unchanged} : failed(error, plan_.changes[i]);
    }
  }

  aws::Client& target_;
  const model::Plan& plan_;
  std::span<ChangeResult> results_;
};

Verb verb_of(ChangeKind kind) {
  if (kind == ChangeKind::create) return Verb::create;
  return kind == ChangeKind::remove ? Verb::remove : Verb::update;
}

}  // namespace

void apply_partitions(aws::Client& target, const Step& step, const model::Plan& plan,
                      std::span<ChangeResult> results) {
  PartitionCalls(target, plan, results)
      .send(verb_of(plan.changes[step.changes.front()].kind), step.changes, true);
}

}  // namespace lakemirror::apply
