#include <algorithm>

#include "workload/change.h"
#include "workload/subjects.h"

namespace lakemirror::workload {
namespace {

using Values = std::vector<std::string>;
using Made = std::vector<std::pair<Values, json::object>>;

// CloudTrail leaves a request out when it is over 100 KB; two of these are (AWS: "requestParameters too
// large").
constexpr std::size_t wide_text = 60'000;

bool has_partitions(const TableState& table) { return !table.partitions.empty(); }

std::optional<TableSubject> with_room(Studio& studio) {
  return some_table(studio, [&](const TableState& table) {
    return table.partitioned() && table.partitions.size() < studio.options.partitions;
  });
}

/// Up to `most` new partitions of the table. Values repeat easily, so a few draws may give fewer.
Made new_partitions(Studio& studio, const TableState& table, std::size_t most) {
  Made made;
  for (std::size_t draw = 0; draw < 3 * most && made.size() < most; ++draw) {
    auto values = studio.bodies.partition_values(table.input);
    const auto same = [&](const auto& other) { return other.first == values; };
    if (table.partitions.contains(values) || std::any_of(made.begin(), made.end(), same)) continue;
    auto body = studio.bodies.partition(table.input, values);
    made.emplace_back(std::move(values), std::move(body));
  }
  return made;
}

/// Between one and `most` of the partitions the table has, at random.
std::vector<Values> some_partitions(Studio& studio, const TableState& table, std::size_t most) {
  std::vector<Values> all;
  for (const auto& [values, body] : table.partitions) all.push_back(values);
  const auto wanted = 1 + studio.random.below(std::min(most, all.size()));
  std::vector<Values> chosen;
  while (chosen.size() < wanted) {
    const auto at = studio.random.below(all.size());
    chosen.push_back(all[at]);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return chosen;
}

/// How many partitions of this table may go without breaking Options::keep.
std::size_t spare(const Studio& studio, const TableState& table) {
  const auto all = studio.state.partitions();
  const auto keep = studio.options.keep.partitions;
  return all <= keep ? 0 : std::min(table.partitions.size(), all - keep);
}

void widen(Made& made) {
  for (auto& [values, body] : made) body["Parameters"] = {{"statistics", std::string(wide_text, 'x')}};
}

std::function<void(State&)> store(const TableSubject& subject, Made made) {
  return [database = subject.database, name = subject.name, made = std::move(made)](State& state) {
    auto* table = state.table(database, name);
    if (table == nullptr) return;
    for (const auto& [values, body] : made) table->partitions[values] = body;
  };
}

std::function<void(State&)> drop(const TableSubject& subject, std::vector<Values> gone) {
  return [database = subject.database, name = subject.name, gone = std::move(gone)](State& state) {
    auto* table = state.table(database, name);
    if (table == nullptr) return;
    for (const auto& values : gone) table->partitions.erase(values);
  };
}

Change about(const TableSubject& subject, std::string_view event_name, json::object input) {
  return {.event_name = std::string(event_name),
          .subject = table_subject(subject.database, subject.name),
          .input = std::move(input)};
}

}  // namespace

std::optional<Change> create_partition(Studio& studio) {
  const auto subject = with_room(studio);
  if (!subject) return std::nullopt;
  auto made = new_partitions(studio, *subject->table, 1);
  if (made.empty()) return std::nullopt;
  auto input = table_address(studio, *subject);
  input["PartitionInput"] = made.front().second;
  auto change = about(*subject, "CreatePartition", std::move(input));
  change.commit = store(*subject, std::move(made));
  return change;
}

std::optional<Change> batch_create_partition(Studio& studio) {
  const auto subject = with_room(studio);
  if (!subject) return std::nullopt;
  auto made = new_partitions(studio, *subject->table, 1 + studio.random.below(studio.options.batch));
  if (made.empty()) return std::nullopt;
  if (made.size() >= 2 && studio.random.chance(studio.options.wide)) widen(made);
  json::array list;
  for (const auto& [values, body] : made) list.push_back(body);
  // One that exists already is answered in Errors; the others are made.
  if (has_partitions(*subject->table) && studio.random.chance(0.15)) {
    const auto taken = some_partitions(studio, *subject->table, 1).front();
    list.push_back(studio.bodies.partition(subject->table->input, taken));
  }
  auto input = table_address(studio, *subject);
  input["PartitionInputList"] = std::move(list);
  auto change = about(*subject, "BatchCreatePartition", std::move(input));
  change.commit = store(*subject, std::move(made));
  return change;
}

std::optional<Change> update_partition(Studio& studio) {
  const auto subject = some_table(studio, has_partitions);
  if (!subject) return std::nullopt;
  const auto values = some_partitions(studio, *subject->table, 1).front();
  // Whether other values rename the partition or are refused is not known for certain; either may come back.
  const auto renamed = new_partitions(studio, *subject->table, 1);
  const bool rename = !renamed.empty() && studio.random.chance(0.1);
  const auto now = rename ? renamed.front().first : values;
  auto body = studio.bodies.partition(subject->table->input, now);
  auto input = table_address(studio, *subject);
  input["PartitionValueList"] = texts(values);
  input["PartitionInput"] = body;
  auto change = about(*subject, "UpdatePartition", std::move(input));
  change.expect = rename ? Change::Expect::either : Change::Expect::success;
  change.commit = [erase = drop(*subject, {values}), set = store(*subject, {{now, body}})](State& state) {
    erase(state);
    set(state);
  };
  return change;
}

std::optional<Change> batch_update_partition(Studio& studio) {
  const auto subject = some_table(studio, has_partitions);
  if (!subject) return std::nullopt;
  json::array entries;
  Made made;
  for (const auto& values : some_partitions(studio, *subject->table, studio.options.batch)) {
    auto body = studio.bodies.partition(subject->table->input, values);
    entries.push_back(json::object{{"PartitionValueList", texts(values)}, {"PartitionInput", body}});
    made.emplace_back(values, std::move(body));
  }
  auto input = table_address(studio, *subject);
  input["Entries"] = std::move(entries);
  auto change = about(*subject, "BatchUpdatePartition", std::move(input));
  change.commit = store(*subject, std::move(made));
  return change;
}

std::optional<Change> delete_partition(Studio& studio) {
  const auto subject = some_table(studio, [&](const TableState& table) { return spare(studio, table) > 0; });
  if (!subject) return std::nullopt;
  const auto values = some_partitions(studio, *subject->table, 1).front();
  auto input = table_address(studio, *subject);
  input["PartitionValues"] = texts(values);
  auto change = about(*subject, "DeletePartition", std::move(input));
  change.commit = drop(*subject, {values});
  return change;
}

std::optional<Change> batch_delete_partition(Studio& studio) {
  constexpr std::size_t largest_batch = 25;  // Glue's limit for BatchDeletePartition
  const auto subject = some_table(studio, [&](const TableState& table) { return spare(studio, table) > 0; });
  if (!subject) return std::nullopt;
  const auto most = std::min({largest_batch - 1, studio.options.batch, spare(studio, *subject->table)});
  auto gone = some_partitions(studio, *subject->table, most);
  json::array list;
  for (const auto& values : gone) list.push_back(json::object{{"Values", texts(values)}});
  if (const auto missing = new_partitions(studio, *subject->table, 1);
      !missing.empty() && studio.random.chance(0.2)) {
    list.push_back(json::object{{"Values", texts(missing.front().first)}});  // answered in Errors
  }
  auto input = table_address(studio, *subject);
  input["PartitionsToDelete"] = std::move(list);
  auto change = about(*subject, "BatchDeletePartition", std::move(input));
  change.commit = drop(*subject, std::move(gone));
  return change;
}

}  // namespace lakemirror::workload
