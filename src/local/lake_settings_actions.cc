#include <fmt/format.h>

#include "local/actions.h"
#include "local/lake_principals.h"

namespace lakemirror::local {

namespace {

Answer get_settings(Call& call) {
  return json::serialize(
      json::object{{"DataLakeSettings", call.region.lake.current_settings(call.view).document}});
}

/// Whom a list of principals names must exist, in words of the settings' own (seen).
Result<void> check_principals(const Call& call, const json::object& settings, std::string_view member) {
  const json::array* list = array_at(settings, member);
  if (list == nullptr) return {};
  for (const auto& element : *list) {
    const std::string_view principal = text_or(element.get_object(), "DataLakePrincipalIdentifier");
    if (!principal_exists(call, principal))
      return invalid_input(fmt::format("Invalid principal, arn: {}", principal));
  }
  return {};
}

/// Only nothing, or ALL to IAM_ALLOWED_PRINCIPALS (documented; the words are not).
Result<void> check_defaults(const json::object& settings, std::string_view member) {
  const json::array* list = array_at(settings, member);
  if (list == nullptr || list->empty()) return {};
  const json::object& only = list->front().get_object();
  const json::object* principal = object_at(only, "Principal");
  const bool everybody =
      principal != nullptr && text_or(*principal, "DataLakePrincipalIdentifier") == iam_allowed_principals;
  if (list->size() == 1 && everybody &&
      PermissionSet::parse(array_at(only, "Permissions")) == PermissionSet{Permission::all}) {
    return {};
  }
  return invalid_input(fmt::format("Invalid {}.", member));
}

/// Replaces the whole document: lists that are left out are empty then (seen). That the parameters keep their
/// version when they are left out is derived.
Answer put_settings(Call& call) {
  json::object settings = call.object("DataLakeSettings");
  for (const char* member : {"DataLakeAdmins", "ReadOnlyAdmins", "ExternalDataFilteringAllowList"})
    LM_CHECK(check_principals(call, settings, member));
  for (const char* member : {"CreateDatabaseDefaultPermissions", "CreateTableDefaultPermissions"})
    LM_CHECK(check_defaults(settings, member));
  for (const char* member :
       {"DataLakeAdmins", "CreateDatabaseDefaultPermissions", "CreateTableDefaultPermissions",
        "TrustedResourceOwners", "ExternalDataFilteringAllowList"}) {
    if (!settings.contains(member) || settings.at(member).is_null()) settings[member] = json::array();
  }
  if (!settings.contains("AllowExternalDataFiltering")) settings["AllowExternalDataFiltering"] = false;
  Lake& lake = call.region.lake;
  json::object parameters = lake.current_settings().document.at("Parameters").get_object();
  if (const json::object* given = object_at(settings, "Parameters")) {
    for (const auto& member : *given) parameters[member.key()] = member.value();
  }
  settings["Parameters"] = std::move(parameters);
  lake.settings.put("", std::make_shared<const LakeSettings>(std::move(settings)), call.moment());
  return "{}";
}

Answer get_principal(Call& call) {
  return json::serialize(json::object{{"Identity", calling_principal(call)}});
}

constexpr Action all_settings_actions[] = {
    {"GetDataLakeSettings", get_settings, true},
    {"PutDataLakeSettings", put_settings, false},
    {"GetDataLakePrincipal", get_principal, true},
};

}  // namespace

std::span<const Action> lake_settings_actions() { return all_settings_actions; }

}  // namespace lakemirror::local
