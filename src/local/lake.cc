#include "local/lake.h"

namespace lakemirror::local {

namespace {

std::vector<std::string> principals(const json::object& document, std::string_view member) {
  std::vector<std::string> out;
  const json::array* list = array_at(document, member);
  if (list == nullptr) return out;
  for (const auto& principal : *list)
    out.emplace_back(text_or(principal.get_object(), "DataLakePrincipalIdentifier"));
  return out;
}

json::array everything_to_iam() {
  return {
      {{"Principal", {{"DataLakePrincipalIdentifier", iam_allowed_principals}}}, {"Permissions", {"ALL"}}}};
}

/// What an account of 2026 starts with (seen). SET_CONTEXT is in no public model.
json::object fresh_settings() {
  return {{"DataLakeAdmins", json::array()},
          {"CreateDatabaseDefaultPermissions", everything_to_iam()},
          {"CreateTableDefaultPermissions", everything_to_iam()},
          {"Parameters", {{"CROSS_ACCOUNT_VERSION", "4"}, {"SET_CONTEXT", "TRUE"}}},
          {"TrustedResourceOwners", json::array()},
          {"AllowExternalDataFiltering", false},
          {"ExternalDataFilteringAllowList", json::array()}};
}

/// In a new account everybody whom IAM lets may create databases (documented: changing the default settings
/// begins with revoking this).
Grant fresh_grant() {
  return {.principal = std::string(iam_allowed_principals),
          .permissions = {Permission::create_database},
          .updated_by = std::make_shared<const std::string>(iam_allowed_principals)};
}

}  // namespace

std::string Grant::key_of(const LakeResource& resource, std::string_view condition,
                          std::string_view principal) {
  std::string out = resource.key();
  ((out += '\x1e') += condition) += '\x1e';
  return out += principal;
}

LakeSettings::LakeSettings(json::object from)
    : document(std::move(from)),
      admins(principals(document, "DataLakeAdmins")),
      read_only_admins(principals(document, "ReadOnlyAdmins")) {}

Lake::Lake() {
  settings.put("", std::make_shared<const LakeSettings>(fresh_settings()), {});
  const Grant grant = fresh_grant();
  grants.put(grant.key(), grant, {});
}

const LakeSettings& Lake::current_settings(View view) const {
  const auto* found = settings.find("", view);
  return found != nullptr ? **found : **settings.find("");
}

bool Lake::fresh() const {
  const Grant grant = fresh_grant();
  const Grant* kept = grants.find(grant.key());
  return grants.size() == 1 && kept != nullptr && kept->permissions == grant.permissions &&
         kept->grantable.empty() && tags.size() == 0 && assignments.size() == 0 && filters.size() == 0 &&
         locations.size() == 0 && expressions.size() == 0 && opt_ins.size() == 0 &&
         current_settings().document == fresh_settings();
}

}  // namespace lakemirror::local
