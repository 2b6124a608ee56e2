#include "translate/lake_touch.h"
#include "translate/readable.h"
#include "translate/resources.h"

namespace lakemirror::translate {

namespace {

using model::Key;
using model::KeyKind;

/// The structure that names the filter: tableData, or of a deletion the request itself. Creations are known
/// to be recorded without it.
const json::object* body_of(const LakeCall& call) {
  const auto* request = call.record.request();
  if (request == nullptr) return nullptr;
  const auto* table_data = object_in(*request, "tableData");
  return table_data != nullptr ? table_data : request;
}

/// All filters of what is known: of the table, of the database, or of the catalog.
Touch filters_within(Key key, const LakeCall& call) {
  const std::string why = "the record does not name the filter";
  Touch touched{.unnamed = {{KeyKind::filter, std::move(key), why}}};
  if (call.name.starts_with("Delete")) touched.unnamed.push_back({KeyKind::grants, Key(), why});
  return touched;
}

}  // namespace

Touch touch_filter(const LakeCall& call) {
  const auto* body = body_of(call);
  const auto member = [&](std::string_view name) {
    return body == nullptr ? std::nullopt : name_at(*body, name);
  };
  const auto catalog = member("tableCatalogId");
  if (catalog && !can_be_catalog(*catalog)) return filters_within(Key(), call);
  if (catalog && !is_followed(*catalog, call.account)) return {.ignored = reason_of_catalog(*catalog)};
  const auto database = member("databaseName");
  const auto table = member("tableName");
  const auto name = member("name");
  if (database && table && name) {
    return {.scopes = {{Key::filter(*database, *table, *name), call.name.starts_with("Delete")}}};
  }
  if (database && table) return filters_within(Key::table(*database, *table), call);
  if (auto key = key_of_resources(call.record)) return filters_within(std::move(*key), call);
  return filters_within(database ? Key::database(*database) : Key(), call);
}

}  // namespace lakemirror::translate
