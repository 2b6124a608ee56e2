#include <fmt/format.h>

#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

using Kind = GrantedOn::Kind;

Change refused_by_lake(std::string_view event_name, std::string subject, json::object input) {
  auto change = lake_change(event_name, std::move(subject), std::move(input), [](State&) {});
  change.expect = Change::Expect::refusal;
  return change;
}

Change about_grant(Studio& studio, std::string_view event_name, const GrantedOn& on,
                   std::string_view permission) {
  const auto nobody = fmt::format("arn:aws:iam::{}:role/never-granted", studio.options.account);
  auto change = refused_by_lake(event_name, on.subject(),
                                {{"Principal", principal_json(nobody)},
                                 {"Resource", resource_json(studio, on)},
                                 {"Permissions", json::array{permission}}});
  change.principal = nobody;
  return change;
}

Change about_tags(Studio& studio) {
  const auto keys = keys_of(studio.state.lake.tags);
  if (!keys.empty() && studio.random.chance(0.5)) {
    return refused_by_lake("CreateLFTag", "tag/" + keys.front(),
                           {{"TagKey", keys.front()}, {"TagValues", json::array{"x"}}});
  }
  if (studio.random.chance(0.5)) return refused_by_lake("DeleteLFTag", "tag/none", {{"TagKey", "none"}});
  return refused_by_lake("UpdateLFTag", "tag/none",
                         {{"TagKey", "none"}, {"TagValuesToAdd", json::array{"x"}}});
}

Change about_locations(Studio& studio) {
  const auto arns = keys_of(studio.state.lake.locations);
  if (!arns.empty() && studio.random.chance(0.5)) {
    return refused_by_lake("RegisterResource", "location/" + arns.front(),
                           {{"ResourceArn", arns.front()}, {"UseServiceLinkedRole", true}});
  }
  return refused_by_lake("DeregisterResource", "location/none", {{"ResourceArn", "arn:aws:s3:::none"}});
}

}  // namespace

std::optional<Change> make_refused_lake_change(Studio& studio) {
  const GrantedOn missing{.kind = Kind::table, .database = "no such database", .table = "orphan"};
  const auto database = some_database(studio);
  switch (studio.random.below(6)) {
    case 0:
      return about_tags(studio);
    case 1:
      return about_locations(studio);
    case 2:
      return about_grant(studio, "GrantPermissions", missing, "DESCRIBE");
    case 3:
      return refused_by_lake("DeleteDataCellsFilter", table_subject(missing.database, missing.table),
                             {{"TableCatalogId", studio.options.account},
                              {"DatabaseName", missing.database},
                              {"TableName", missing.table},
                              {"Name", "none"}});
    default:
      break;
  }
  if (!database) return about_grant(studio, "RevokePermissions", missing, "DESCRIBE");
  const GrantedOn on{.kind = Kind::database, .database = *database};
  // Nobody can be granted SELECT on a database, and what was never granted cannot be revoked.
  if (studio.random.chance(0.5)) return about_grant(studio, "GrantPermissions", on, "SELECT");
  return about_grant(studio, "RevokePermissions", on, "DESCRIBE");
}

}  // namespace lakemirror::workload
