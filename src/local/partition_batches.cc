#include <fmt/format.h>

#include "local/actions.h"
#include "local/partition_text.h"

namespace lakemirror::local {

namespace {

json::object detail(std::string_view code, std::string_view message) {
  return {{"ErrorCode", code}, {"ErrorMessage", message}};
}

Answer errors_answer(json::array errors) {
  return json::serialize(json::object{{"Errors", std::move(errors)}});
}

/// A wrong number of values refuses the whole call; one that exists is that entry's error only (both seen).
Answer batch_create_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  std::vector<Partition> made;
  for (const auto& element : call.array("PartitionInputList")) {
    LM_TRY(Partition partition, make_partition(call, *place.table, element.get_object()));
    made.push_back(std::move(partition));
  }
  call.touch_table(place.database_name, place.name);
  Shelf<Partition>& partitions = place.table->contents->partitions;
  json::array errors;
  auto next = made.begin();
  for (const auto& element : call.array("PartitionInputList")) {
    const json::array* given = array_at(element.get_object(), "Values");
    const json::array values = given == nullptr ? json::array() : *given;
    const std::string name = partition_name(values);
    Partition& partition = *next++;
    if (partitions.find(name) == nullptr) {
      partitions.put(name, std::move(partition), call.moment());
    } else {
      errors.push_back({{"PartitionValues", values},
                        {"ErrorDetail", detail("AlreadyExistsException", "Partition already exists.")}});
    }
  }
  return errors_answer(std::move(errors));
}

Answer batch_update_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  call.touch_table(place.database_name, place.name);
  json::array errors;
  for (const auto& element : call.array("Entries")) {
    const json::object& entry = element.get_object();
    const json::array& values = entry.at("PartitionValueList").get_array();
    const auto changed = change_partition(call, place, values, entry.at("PartitionInput").get_object(),
                                          fmt::format("Partition {} not found", quoted_values(values)));
    if (changed) continue;
    errors.push_back({{"PartitionValueList", values},
                      {"ErrorDetail", detail(changed.error().code, changed.error().message)}});
  }
  return errors_answer(std::move(errors));
}

Answer batch_delete_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  call.touch_table(place.database_name, place.name);
  json::array errors;
  for (const auto& element : call.array("PartitionsToDelete")) {
    const json::array& values = element.get_object().at("Values").get_array();
    if (place.table->contents->partitions.erase(partition_name(values), call.moment())) continue;
    errors.push_back({{"PartitionValues", values},
                      {"ErrorDetail", detail("EntityNotFoundException", "Partition not found")}});
  }
  return errors_answer(std::move(errors));
}

/// In the order asked for; what does not exist is left out without a word (seen).
Answer batch_get_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table(call, call.view));
  std::string out = "{\"Partitions\":[";
  for (const auto& element : call.array("PartitionsToGet")) {
    const std::string name = partition_name(element.get_object().at("Values").get_array());
    const Partition* partition =
        place.links > 1 ? nullptr : place.table->contents->partitions.find(name, call.view);
    if (partition == nullptr) continue;
    if (out.back() != '[') out += ',';
    append_partition(out, call, place, name, *partition);
  }
  out += "],\"UnprocessedKeys\":[]}";
  return out;
}

constexpr Action all_partition_batch_actions[] = {
    {"BatchCreatePartition", batch_create_partition, false},
    {"BatchUpdatePartition", batch_update_partition, false},
    {"BatchDeletePartition", batch_delete_partition, false},
    {"BatchGetPartition", batch_get_partition, true},
};

}  // namespace

std::span<const Action> partition_batch_actions() { return all_partition_batch_actions; }

}  // namespace lakemirror::local
