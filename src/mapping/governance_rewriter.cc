#include "mapping/governance_rewriter.h"

#include "mapping/member.h"
#include "mapping/principal.h"

namespace lakemirror::mapping {

void GovernanceRewriter::principal(json::value* value) const {
  if (value == nullptr) return;
  if (json::object* named = value->if_object())
    return principal(named->if_contains("DataLakePrincipalIdentifier"));
  if (const json::string* text = value->if_string()) *value = json::string(map_principal(settings_, *text));
}

void GovernanceRewriter::principals(json::value* list) const {
  json::array* array = as_array(list);
  if (array == nullptr) return;
  for (json::value& element : *array) principal(&element);
}

void GovernanceRewriter::default_permissions(json::value* list) const {
  json::array* array = as_array(list);
  if (array == nullptr) return;
  for (json::value& element : *array) {
    if (json::object* grant = element.if_object()) principal(grant->if_contains("Principal"));
  }
}

void GovernanceRewriter::catalog_id(json::value* value) const {
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  if (text != nullptr) *value = json::string(map_catalog_id(settings_, *text));
}

void GovernanceRewriter::catalog_ids(json::value& value) const {
  if (json::array* array = value.if_array()) {
    for (json::value& element : *array) catalog_ids(element);
  }
  json::object* object = value.if_object();
  if (object == nullptr) return;
  for (auto& member : *object) {
    const bool names_catalog = member.key() == "CatalogId" || member.key() == "TableCatalogId";
    if (names_catalog && member.value().is_string()) {
      catalog_id(&member.value());
    } else {
      catalog_ids(member.value());
    }
  }
}

void GovernanceRewriter::accounts(json::value* list) const {
  json::array* array = as_array(list);
  if (array == nullptr) return;
  for (json::value& element : *array) catalog_id(&element);
}

}  // namespace lakemirror::mapping
