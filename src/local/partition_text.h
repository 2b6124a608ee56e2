#pragma once

#include <string>

#include "local/call.h"
#include "local/places.h"

namespace lakemirror::local {

/// The name a partition is stored under: its exact value list as a JSON array in text
/// (seen at AWS: identity is the exact list, case kept).
std::string partition_name(const json::array& values);

/// A partition as the reads of the API show it.
void append_partition(std::string& out, const Call& call, const TablePlace& place, const std::string& name,
                      const Partition& partition, bool with_columns = true);

/// "[a, b]", as the messages of batch updates quote values (seen with one value).
std::string quoted_values(const json::array& values);

/// The table of a partition call, through links; writes refuse two links, reads find nothing there.
Result<TablePlace> partitioned_table(const Call& call, View view);
Result<TablePlace> partitioned_table_for_writing(const Call& call);

/// A new partition from a PartitionInput; its Values must be as many as the table's keys.
Result<Partition> make_partition(Call& call, const Table& table, const json::object& input);

/// Changes a partition that exists. `values` addresses it, `input` describes it anew.
Result<void> change_partition(Call& call, const TablePlace& place, const json::array& values,
                              const json::object& input, const std::string& missing);

}  // namespace lakemirror::local
