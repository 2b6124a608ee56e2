#include <fmt/format.h>

#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

json::array some_admins(Studio& studio, std::initializer_list<const char*> roles) {
  json::array out;
  for (const auto* role : roles) {
    if (studio.random.chance(0.5))
      out.push_back(principal_json(fmt::format("arn:aws:iam::{}:role/{}", studio.options.account, role)));
  }
  return out;
}

json::array defaults(Studio& studio) {
  if (studio.random.chance(0.5)) return {};
  return {json::object{{"Principal", principal_json(everybody)}, {"Permissions", json::array{"ALL"}}}};
}

}  // namespace

/// The whole document, as AWS wants it: what a list leaves out is gone.
std::optional<Change> put_settings(Studio& studio) {
  json::array admins;
  if (!studio.options.administrator.empty()) {
    admins = some_admins(studio, {"lake-admin", "lake-admin-2"});
    admins.push_back(principal_json(studio.options.administrator));
  }
  json::object settings{{"DataLakeAdmins", std::move(admins)},
                        {"CreateDatabaseDefaultPermissions", defaults(studio)},
                        {"CreateTableDefaultPermissions", defaults(studio)},
                        {"AllowExternalDataFiltering", studio.random.chance(0.3)}};
  if (studio.random.chance(0.6)) settings["ReadOnlyAdmins"] = some_admins(studio, {"lake-auditor"});
  if (studio.random.chance(0.7)) {
    settings["Parameters"] = {{"CROSS_ACCOUNT_VERSION", studio.random.chance(0.8) ? "4" : "3"},
                              {"SET_CONTEXT", "TRUE"}};
  }
  return lake_change("PutDataLakeSettings", "settings", {{"DataLakeSettings", std::move(settings)}},
                     [](State&) {});
}

}  // namespace lakemirror::workload
