#include "workload/change.h"

#include <unordered_map>

namespace lakemirror::workload {

std::optional<Change> make_change(Studio& studio, std::string_view event_name) {
  using Maker = std::optional<Change> (*)(Studio&);
  static const std::unordered_map<std::string_view, Maker> makers = {
      {"CreateDatabase", &create_database},
      {"UpdateDatabase", &update_database},
      {"DeleteDatabase", &delete_database},
      {"CreateTable", &create_table},
      {"UpdateTable", &update_table},
      {"DeleteTable", &delete_table},
      {"BatchDeleteTable", &batch_delete_table},
      {"CreatePartition", &create_partition},
      {"UpdatePartition", &update_partition},
      {"DeletePartition", &delete_partition},
      {"BatchCreatePartition", &batch_create_partition},
      {"BatchUpdatePartition", &batch_update_partition},
      {"BatchDeletePartition", &batch_delete_partition},
      {"DeleteTableVersion", &delete_table_version},
      {"BatchDeleteTableVersion", &batch_delete_table_version}};
  const auto found = makers.find(event_name);
  return found == makers.end() ? std::nullopt : found->second(studio);
}

}  // namespace lakemirror::workload
