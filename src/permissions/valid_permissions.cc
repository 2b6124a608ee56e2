#include "permissions/valid_permissions.h"

#include <algorithm>

namespace lakemirror::permissions {

namespace {

using enum Evidence;

constexpr ValidPermission catalog_words[] = {
    {"ALL", documented},       {"ALTER", documented},         {"CREATE_CATALOG", documented},
    {"CREATE_DATABASE", seen}, {"CREATE_LF_TAG", documented}, {"CREATE_LF_TAG_EXPRESSION", documented},
    {"DESCRIBE", documented},  {"DROP", documented},          {"SUPER_USER", documented},
};
constexpr ValidPermission database_words[] = {
    {"ALL", seen}, {"ALTER", seen}, {"CREATE_TABLE", seen}, {"DESCRIBE", seen}, {"DROP", seen},
};
constexpr ValidPermission table_words[] = {
    {"ALL", seen},  {"ALTER", seen},  {"DELETE", seen}, {"DESCRIBE", seen},
    {"DROP", seen}, {"INSERT", seen}, {"SELECT", seen},
};
constexpr ValidPermission columns_words[] = {{"SELECT", seen}};
constexpr ValidPermission cells_filter_words[] = {
    {"DESCRIBE", documented}, {"DROP", documented}, {"SELECT", seen}};
constexpr ValidPermission data_location_words[] = {{"DATA_LOCATION_ACCESS", seen}};
// ALTER and DROP are about the tag itself, the others about its values; one API resource carries both.
constexpr ValidPermission tag_words[] = {
    {"ALTER", documented},
    {"ASSOCIATE", seen},
    {"DESCRIBE", documented},
    {"DROP", documented},
    {"GRANT_WITH_LF_TAG_EXPRESSION", documented},
};
constexpr ValidPermission databases_by_tags_words[] = {
    {"ALL", documented},      {"ALTER", documented}, {"CREATE_TABLE", documented},
    {"DESCRIBE", documented}, {"DROP", documented},
};
constexpr ValidPermission tables_by_tags_words[] = {
    {"ALL", documented},  {"ALTER", documented},  {"DELETE", documented}, {"DESCRIBE", documented},
    {"DROP", documented}, {"INSERT", documented}, {"SELECT", documented},
};

/// Documented as the permissions of a catalog; the words for making tags and catalogs are given to the
/// account's own catalog one by one, and nothing says that ALL gives them.
constexpr std::string_view implied_on_catalog[] = {"ALL", "ALTER", "CREATE_DATABASE", "DESCRIBE", "DROP"};

bool contains(std::span<const ValidPermission> words, std::string_view word) {
  return std::ranges::find(words, word, &ValidPermission::word) != words.end();
}

}  // namespace

std::span<const ValidPermission> valid_permissions(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::catalog:
      return catalog_words;
    case ResourceKind::database:
      return database_words;
    case ResourceKind::table:
    case ResourceKind::all_tables:
      return table_words;
    case ResourceKind::columns:
    case ResourceKind::columns_except:
      return columns_words;
    case ResourceKind::cells_filter:
      return cells_filter_words;
    case ResourceKind::data_location:
      return data_location_words;
    case ResourceKind::tag:
      return tag_words;
    case ResourceKind::tag_expression:
      return {};
    case ResourceKind::databases_by_tags:
      return databases_by_tags_words;
    case ResourceKind::tables_by_tags:
      return tables_by_tags_words;
  }
  return {};
}

bool all_implies(ResourceKind kind, std::string_view word) {
  if (kind == ResourceKind::catalog)
    return std::ranges::find(implied_on_catalog, word) != std::end(implied_on_catalog);
  const auto words = valid_permissions(kind);
  return contains(words, all) && contains(words, word);
}

}  // namespace lakemirror::permissions
