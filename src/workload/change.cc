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
      {"BatchDeleteTableVersion", &batch_delete_table_version},
      {"GrantPermissions", &grant_permissions},
      {"RevokePermissions", &revoke_permissions},
      {"BatchGrantPermissions", &batch_grant_permissions},
      {"BatchRevokePermissions", &batch_revoke_permissions},
      {"CreateLFTag", &create_tag},
      {"UpdateLFTag", &update_tag},
      {"DeleteLFTag", &delete_tag},
      {"CreateLFTagExpression", &create_expression},
      {"UpdateLFTagExpression", &update_expression},
      {"DeleteLFTagExpression", &delete_expression},
      {"AddLFTagsToResource", &add_tags},
      {"RemoveLFTagsFromResource", &remove_tags},
      {"CreateDataCellsFilter", &create_filter},
      {"UpdateDataCellsFilter", &update_filter},
      {"DeleteDataCellsFilter", &delete_filter},
      {"RegisterResource", &register_location},
      {"UpdateResource", &update_location},
      {"DeregisterResource", &deregister_location},
      {"PutDataLakeSettings", &put_settings}};
  const auto found = makers.find(event_name);
  return found == makers.end() ? std::nullopt : found->second(studio);
}

}  // namespace lakemirror::workload
