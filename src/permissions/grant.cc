#include "permissions/grant.h"

#include "permissions/resource_json.h"
#include "permissions/structure_reader.h"
#include "permissions/text_array.h"
#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {

namespace {

Result<std::string> read_principal(const StructureReader& from) {
  static constexpr std::string_view known[] = {"DataLakePrincipalIdentifier"};
  LM_TRY(const StructureReader principal, from.structure("Principal", known));
  return principal.required_text("DataLakePrincipalIdentifier");
}

Result<std::string> read_condition(const StructureReader& from) {
  static constexpr std::string_view known[] = {"Expression"};
  if (!from.has("Condition")) return std::string();
  LM_TRY(const StructureReader condition, from.structure("Condition", known));
  return condition.text("Expression");
}

Result<Words> read_words(const StructureReader& from) {
  if (!from.has("Permissions") && !from.has("PermissionsWithGrantOption"))
    return from.wrong("Permissions", "is missing");
  Words words;
  LM_TRY(const std::vector<std::string> permissions, from.texts("Permissions"));
  for (const std::string& word : permissions) words.add(word);
  LM_TRY(const std::vector<std::string> grantable, from.texts("PermissionsWithGrantOption"));
  for (const std::string& word : grantable) {
    if (word != super_user) words.add(word, true);
  }
  return words;
}

}  // namespace

Result<Grant> read_grant(const json::value& value, std::string_view own_account) {
  static constexpr std::string_view known[] = {
      "CatalogId",   "Principal",     "Resource", "Permissions",       "Condition",
      "LastUpdated", "LastUpdatedBy", "Id",       "AdditionalDetails", "PermissionsWithGrantOption"};
  LM_TRY(const StructureReader from, StructureReader::open(value, {}, known));
  LM_TRY(std::string principal, read_principal(from));
  LM_TRY(const std::string catalog, from.text("CatalogId"));
  const json::value* named = from.find("Resource");
  if (named == nullptr) return from.wrong("Resource", "is missing");
  LM_TRY(Resource resource, read_resource(*named, "Resource", own_account, catalog));
  LM_TRY(Words words, read_words(from));
  LM_TRY(std::string condition, read_condition(from));
  return Grant{std::move(principal), std::move(resource), std::move(words), std::move(condition)};
}

json::object to_json(const Grant& grant, std::string_view own_account) {
  json::object request{{"Principal", {{"DataLakePrincipalIdentifier", grant.principal}}},
                       {"Resource", to_json(grant.resource, own_account)},
                       {"Permissions", to_array(grant.words.names())}};
  if (const auto grantable = grant.words.grantable_names(); !grantable.empty())
    request["PermissionsWithGrantOption"] = to_array(grantable);
  if (!grant.condition.empty()) request["Condition"] = {{"Expression", grant.condition}};
  return request;
}

}  // namespace lakemirror::permissions
