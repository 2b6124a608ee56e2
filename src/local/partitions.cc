#include "local/actions.h"
#include "local/partition_text.h"

namespace lakemirror::local {

namespace {

Answer create_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  const json::object& input = call.object("PartitionInput");
  LM_TRY(Partition partition, make_partition(call, *place.table, input));
  Shelf<Partition>& partitions = place.table->contents->partitions;
  const json::array* values = array_at(input, "Values");
  const std::string name = partition_name(values == nullptr ? json::array() : *values);
  if (partitions.find(name) != nullptr) return already_exists("Partition already exists.");
  partitions.put(name, std::move(partition), call.moment());
  call.touch_table(place.database_name, place.name);
  return "{}";
}

Answer get_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table(call, call.view));
  const std::string name = partition_name(call.array("PartitionValues"));
  const Partition* partition =
      place.links > 1 ? nullptr : place.table->contents->partitions.find(name, call.view);
  if (partition == nullptr) return not_found("Cannot find partition.");
  std::string out = "{\"Partition\":";
  append_partition(out, call, place, name, *partition);
  out += '}';
  return out;
}

Answer update_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  LM_CHECK(change_partition(call, place, call.array("PartitionValueList"), call.object("PartitionInput"),
                            "Cannot find partition."));
  call.touch_table(place.database_name, place.name);
  return "{}";
}

Answer delete_partition(Call& call) {
  LM_TRY(const TablePlace place, partitioned_table_for_writing(call));
  if (!place.table->contents->partitions.erase(partition_name(call.array("PartitionValues")),
                                               call.moment())) {
    return not_found("Cannot find partition.");
  }
  call.touch_table(place.database_name, place.name);
  return "{}";
}

constexpr Action all_partition_actions[] = {
    {"CreatePartition", create_partition, false},
    {"GetPartition", get_partition, true},
    {"UpdatePartition", update_partition, false},
    {"DeletePartition", delete_partition, false},
};

}  // namespace

std::span<const Action> partition_actions() { return all_partition_actions; }

}  // namespace lakemirror::local
