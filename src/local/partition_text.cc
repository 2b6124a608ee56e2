#include "local/partition_text.h"

#include <fmt/format.h>

#include "local/json_text.h"

namespace lakemirror::local {

namespace {

Result<void> check_arity(const Table& table, const json::array& values) {
  if (values.size() == table.key_count()) return {};
  return invalid_input("The number of partition keys do not match the number of partition values");  // seen
}

Body partition_body(Call& call, const json::object& input) {
  return make_body(input, *api::find_shape(api::Service::glue, "PartitionInput"), "Values",
                   call.region.catalog.texts);
}

}  // namespace

std::string partition_name(const json::array& values) {
  std::string out;
  append_json(out, values);
  return out;
}

void append_partition(std::string& out, const Call& call, const TablePlace& place, const std::string& name,
                      const Partition& partition, bool with_columns) {
  ObjectText text(out);
  text.raw("Values", name);
  text.text("DatabaseName", place.database_name);
  text.text("TableName", place.name);
  text.number("CreationTime", std::chrono::floor<Seconds>(partition.created).time_since_epoch().count());
  if (!partition.body.head.empty()) {
    out += ',';
    partition.body.append_to(out, with_columns);
  }
  text.text("CatalogId", call.region.account);
  text.close();
}

std::string quoted_values(const json::array& values) {
  std::string out = "[";
  for (const auto& value : values) {
    if (out.size() > 1) out += ", ";
    out += std::string_view(value.get_string());
  }
  return out + "]";
}

Result<TablePlace> partitioned_table(const Call& call, View view) {
  return follow_table(call, call.text("DatabaseName"), call.text("TableName"), view);
}

Result<TablePlace> partitioned_table_for_writing(const Call& call) {
  LM_TRY(TablePlace place, partitioned_table(call, {}));
  if (place.links > 1) return invalid_input("Partitions cannot be written through two resource links.");
  return place;
}

Result<Partition> make_partition(Call& call, const Table& table, const json::object& input) {
  const json::array* values = array_at(input, "Values");
  LM_CHECK(check_arity(table, values == nullptr ? json::array() : *values));
  return Partition{.body = partition_body(call, input), .created = call.second()};
}

Result<void> change_partition(Call& call, const TablePlace& place, const json::array& values,
                              const json::object& input, const std::string& missing) {
  Shelf<Partition>& partitions = place.table->contents->partitions;
  const std::string name = partition_name(values);
  const Partition* old = partitions.find(name);
  if (old == nullptr) return not_found(missing);
  std::string new_name = name;
  if (const json::array* new_values = array_at(input, "Values");
      new_values != nullptr && !new_values->empty()) {
    LM_CHECK(check_arity(*place.table, *new_values));
    new_name = partition_name(*new_values);
  }
  const Time created = old->created;
  if (new_name != name) {
    // AWS documents "can't be changed"; other stand-ins rename. The knob chooses.
    if (!call.knobs.update_partition_renames) {
      return invalid_input("The Values property can't be changed. Delete and recreate the partition.");
    }
    if (partitions.find(new_name) != nullptr) return already_exists("Partition already exists.");
    partitions.erase(name, call.moment());
  }
  partitions.put(new_name, {.body = partition_body(call, input), .created = created}, call.moment());
  return {};
}

}  // namespace lakemirror::local
